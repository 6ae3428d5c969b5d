package org.g2face.checkpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.Unpickler;

/**
 * Runs a pickle that may build data and nothing else.
 *
 * <p>The library below knows constructors for dates, exceptions, arrays and unknown classes; none
 * of them is reachable, because every opcode that could name or call one is answered here, and an
 * opcode that torch.save does not write is refused. Values: {@link LinkedHashMap} for dictionaries,
 * {@code Object[]} for tuples, {@link List}, {@link String}, {@link Number}, {@link Boolean},
 * {@link StoredTensor}, {@link Storage}, and {@link TorchGlobals}.
 */
final class TorchUnpickler extends Unpickler {
  /** A full checkpoint with its optimisers takes about 60,000 steps and 160 kB. */
  private static final long MAX_STEPS = 2_000_000;

  private static final long MAX_BYTES = 16 << 20;
  private static final long MAX_TEXT = 1 << 16;
  private static final int MAX_NAME = 512;

  /** What the library does by itself, without naming, calling or allocating much. */
  private static final Set<Short> PLAIN =
      Set.of(
          Opcodes.MARK,
          Opcodes.STOP,
          Opcodes.POP,
          Opcodes.POP_MARK,
          Opcodes.DUP,
          Opcodes.NONE,
          Opcodes.NEWTRUE,
          Opcodes.NEWFALSE,
          Opcodes.BININT,
          Opcodes.BININT1,
          Opcodes.BININT2,
          Opcodes.LONG1,
          Opcodes.BINFLOAT,
          Opcodes.SHORT_BINUNICODE,
          Opcodes.SHORT_BINSTRING,
          Opcodes.TUPLE,
          Opcodes.TUPLE1,
          Opcodes.TUPLE2,
          Opcodes.TUPLE3,
          Opcodes.EMPTY_TUPLE,
          Opcodes.EMPTY_LIST,
          Opcodes.BINGET,
          Opcodes.LONG_BINGET,
          Opcodes.BINPUT,
          Opcodes.LONG_BINPUT,
          Opcodes.MEMOIZE,
          Opcodes.PROTO,
          Opcodes.FRAME);

  private final Map<String, Storage> storages = new HashMap<>();
  private PickleInput bytes;
  private long steps;

  /** The storages that tensors so far refer to, by key. */
  Map<String, Storage> storages() {
    return storages;
  }

  /**
   * Reads one pickle and leaves the stream right after it.
   *
   * @throws CheckpointException if it is damaged, asks for anything but data, or is out of all
   *     proportion
   */
  Object read(PickleInput in) throws IOException {
    bytes = in;
    bytes.limit(MAX_BYTES);
    steps = 0;
    try {
      return load(in);
    } catch (CheckpointException e) {
      throw e;
    } catch (IOException | PickleException | IllegalArgumentException | IndexOutOfBoundsException
        | ClassCastException | NullPointerException | NegativeArraySizeException e) {
      throw new CheckpointException("a damaged pickle (" + e.getMessage() + ")", e);
    }
  }

  @Override
  protected Object dispatch(short opcode) throws IOException {
    if (++steps > MAX_STEPS) {
      throw new CheckpointException("a pickle of more than " + MAX_STEPS + " steps");
    }
    if (PLAIN.contains(opcode)) {
      return super.dispatch(opcode);
    }
    switch (opcode) {
      case Opcodes.BINUNICODE, Opcodes.BINSTRING -> {
        requireShort(bytes.peek(4));
        return super.dispatch(opcode);
      }
      case Opcodes.BINUNICODE8 -> {
        requireShort(bytes.peek(8));
        return super.dispatch(opcode);
      }
      case Opcodes.GLOBAL -> {
        String module = line();
        stack.add(TorchGlobals.of(module, line()));
      }
      case Opcodes.STACK_GLOBAL -> {
        String name = (String) stack.pop();
        stack.add(TorchGlobals.of((String) stack.pop(), name));
      }
      // Names a class as well; only old Python wrote it, and never for data.
      case Opcodes.INST -> {
        String module = line();
        TorchGlobals.of(module, line());
        throw forbidden("the opcode INST");
      }
      case Opcodes.REDUCE -> {
        Object[] arguments = (Object[]) stack.pop();
        stack.add(call(stack.pop(), arguments));
      }
      case Opcodes.NEWOBJ -> {
        stack.pop();
        stack.add(requireSetAside(stack.pop()));
      }
      // State of an object: the names of a dictionary's modules, or what is set aside anyway.
      case Opcodes.BUILD -> {
        stack.pop();
        if (!(stack.peek() instanceof Map)) {
          requireSetAside(stack.peek());
        }
      }
      case Opcodes.APPEND -> {
        Object item = stack.pop();
        list().add(item);
      }
      case Opcodes.APPENDS -> {
        List<Object> items = stack.pop_all_since_marker();
        list().addAll(items);
      }
      case Opcodes.EMPTY_DICT -> stack.add(new LinkedHashMap<>());
      case Opcodes.SETITEM -> {
        Object value = stack.pop();
        putAll(Arrays.asList(stack.pop(), value));
      }
      case Opcodes.SETITEMS -> putAll(stack.pop_all_since_marker());
      case Opcodes.BINPERSID -> stack.add(storage((Object[]) stack.pop()));
      default -> throw forbidden(String.format("opcode 0x%02x", opcode & 0xFF));
    }
    return NO_RETURN_VALUE;
  }

  private static CheckpointException forbidden(String what) {
    return new CheckpointException(
        "refused " + what + ", which torch.save does not write for data");
  }

  private static void requireShort(long length) throws CheckpointException {
    if (length < 0 || length > MAX_TEXT) {
      throw new CheckpointException(
          "a text of " + Long.toUnsignedString(length) + " bytes in a pickle");
    }
  }

  private String line() throws IOException {
    byte[] line = new byte[MAX_NAME];
    for (int i = 0; i < MAX_NAME; i++) {
      int next = bytes.read();
      if (next < 0) {
        throw new CheckpointException("the file ends within a name");
      }
      if (next == '\n') {
        return new String(line, 0, i, StandardCharsets.UTF_8);
      }
      line[i] = (byte) next;
    }
    throw new CheckpointException("a name of more than " + MAX_NAME + " bytes in a pickle");
  }

  @SuppressWarnings("unchecked")
  private List<Object> list() {
    return (List<Object>) stack.peek();
  }

  private static Object call(Object what, Object[] arguments) throws CheckpointException {
    if (what instanceof TorchGlobals.SetAside) {
      return what;
    }
    if (!(what instanceof TorchGlobals.Function function)) {
      throw forbidden("a call of something that is no function");
    }
    return switch (function) {
      case ORDERED_DICT -> orderedDict(arguments);
      case REBUILD_TENSOR -> tensor(arguments);
      case REBUILD_PARAMETER -> (StoredTensor) arguments[0];
      case SIZE -> (Object[]) arguments[0];
    };
  }

  /** Python 3 fills it later; Python 2 hands over a list of pairs. */
  private static Object orderedDict(Object[] arguments) throws CheckpointException {
    Map<Object, Object> dict = new LinkedHashMap<>();
    if (arguments.length > 0) {
      for (Object pair : (List<?>) arguments[0]) {
        List<?> items = pair instanceof Object[] tuple ? Arrays.asList(tuple) : (List<?>) pair;
        dict.put(requireKey(items.get(0)), items.get(1));
      }
    }
    return dict;
  }

  private static StoredTensor tensor(Object[] arguments) {
    return new StoredTensor(
        (Storage) arguments[0],
        whole(arguments[1]),
        sizes((Object[]) arguments[2]),
        sizes((Object[]) arguments[3]));
  }

  private static long[] sizes(Object[] tuple) {
    return Arrays.stream(tuple).mapToLong(TorchUnpickler::whole).toArray();
  }

  private static long whole(Object number) {
    if (number instanceof Integer || number instanceof Long) {
      return ((Number) number).longValue();
    }
    throw new IllegalArgumentException("a size or an offset that is not a whole number");
  }

  private static TorchGlobals.SetAside requireSetAside(Object object) throws CheckpointException {
    if (object instanceof TorchGlobals.SetAside setAside) {
      return setAside;
    }
    throw forbidden("to build an object of a class");
  }

  private void putAll(List<?> items) throws CheckpointException {
    if (items.size() % 2 != 0) {
      throw new CheckpointException("a damaged pickle (a key without a value)");
    }
    Object target = stack.peek();
    if (target instanceof TorchGlobals.SetAside) {
      return;
    }
    @SuppressWarnings("unchecked")
    Map<Object, Object> map = (Map<Object, Object>) target;
    for (int i = 0; i < items.size(); i += 2) {
      map.put(requireKey(items.get(i)), items.get(i + 1));
    }
  }

  /** Nested keys could make a single hash code take for ever. */
  private static Object requireKey(Object key) throws CheckpointException {
    if (key instanceof String || key instanceof Number || key instanceof Boolean) {
      return key;
    }
    throw forbidden("a dictionary key that is neither a text nor a number");
  }

  /** ('storage', type, key, device, count), to which older versions add a view, always None. */
  private Storage storage(Object[] id) throws CheckpointException {
    if (id.length < 5
        || !"storage".equals(id[0])
        || !(id[1] instanceof TorchGlobals.StorageType type)
        || !(id[2] instanceof String key)
        || (id.length > 5 && id[5] != null)) {
      throw forbidden("a reference to something that is not a storage");
    }
    long count = whole(id[4]);
    if (count < 0 || count > Long.MAX_VALUE / Long.BYTES) {
      throw new CheckpointException("a storage of " + count + " numbers");
    }
    Storage storage = new Storage(key, type.dtype(), count);
    Storage earlier = storages.putIfAbsent(key, storage);
    if (earlier != null && !earlier.equals(storage)) {
      throw new CheckpointException("the storage " + key + " is described in two ways");
    }
    return storage;
  }
}
