"""Times a training step of this project beside the same step written in PyTorch.

    mvn -q -pl pipeline-train -am test-compile dependency:build-classpath -DincludeScope=test \
        -Dmdep.outputFile=/tmp/classpath
    python docs/reference/step_reference.py --classpath /tmp/classpath

Needs torch and safetensors. The Java side (StepBench) writes a 64 x 64 model, images and draws; all
sides start from them, their losses of three steps are compared, and then they take turns. What is
compared is the processor time of the whole process, which on one thread does not depend on what else
the machine is doing; on several threads it would count waiting, so that then the clock is read.
"""

import argparse
import math
import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file

BATCH, STYLES = 8, 10
CHANNELS = {4: 128, 8: 128, 16: 96, 32: 64, 64: 32}
TRAINED = ["generator", "style-mapper", "dummy-identity", "password-extractor"]
BUFFERS = ("running_mean", "running_var", "features.weight")
BLUR = torch.tensor([1.0, 3.0, 3.0, 1.0])
BLUR = BLUR[:, None] * BLUR[None, :] / 64


class Net:
    """The weights of a network, found by nested names."""

    def __init__(self, weights, prefix=""):
        self.weights, self.prefix = weights, prefix

    def __getitem__(self, name):
        return self.weights[self.prefix + name]

    def at(self, name):
        return Net(self.weights, f"{self.prefix}{name}.")


def activated(x, bias):
    return F.leaky_relu(x + bias.view(1, -1, *[1] * (x.ndim - 2)), 0.2) * math.sqrt(2)


def equal_linear(x, w, rate=1.0, bias=True):
    weight = w["weight"] * (rate / math.sqrt(w["weight"].shape[1]))
    return F.linear(x, weight, w["bias"] * rate if bias else None)


def blurred(x, pad, gain):
    kernel = (BLUR * gain).expand(x.shape[1], 1, 4, 4)
    return F.conv2d(x, kernel, padding=pad, groups=x.shape[1])


def conv(x, w, stride=1, padding=0):
    return F.conv2d(x, w["weight"], w.weights.get(w.prefix + "bias"), stride, padding)


def instance_norm(x):
    return F.group_norm(x, x.shape[1], eps=1e-5)


def batch_norm(x, w, training):
    return F.batch_norm(
        x, w["running_mean"], w["running_var"], w["weight"], w["bias"], training, 0.1, 1e-5)


# The generator


def modulated(x, w, style, demodulate=True, up=False):
    weight = w["weight"][0]
    fan_in = weight[0].numel()
    scale = equal_linear(style, w.at("modulation")) / math.sqrt(fan_in)
    x = x * scale[:, :, None, None]
    if up:
        x = F.conv_transpose2d(x, weight.transpose(0, 1), stride=2)
        x = blurred(x, 1, 4)
    else:
        x = F.conv2d(x, weight, padding=weight.shape[2] // 2)
    if demodulate:
        energy = weight.square().sum((2, 3))
        x = x * torch.rsqrt(scale.square() @ energy.t() + 1e-8)[:, :, None, None]
    return x


def styled(x, w, style, up=False):
    return activated(modulated(x, w.at("conv"), style, up=up), w["activate.bias"])


def to_rgb(x, w, style, skip=None):
    y = modulated(x, w.at("conv"), style, demodulate=False) + w["bias"]
    if skip is not None:
        kernel = (BLUR * 4).expand(3, 1, 4, 4)
        y = y + F.conv_transpose2d(skip, kernel, stride=2, padding=1, groups=3)
    return y


def pyramid_block(x, w, down):
    stride = 2 if down else 1
    main = F.leaky_relu(instance_norm(conv(x, w.at("conv1.conv"), 1, 1)), 0.2)
    main = F.leaky_relu(instance_norm(conv(main, w.at("conv2.conv"), stride, 1)), 0.2)
    return (main + instance_norm(conv(x, w.at("skip.conv"), stride, 1))) / math.sqrt(2)


def injection(w, index, bits, side):
    w = w.at(f"hiding_injects.{index}")
    x = conv(bits.view(BATCH, -1, side, side), w.at("conv"))
    return activated(x, w["activate.bias"]) * w["weight"]


def fuse(w, level, x, face, hidden=None):
    parts = [x, face] if hidden is None else [x, face, hidden]
    mask = torch.sigmoid(instance_norm(conv(torch.cat(parts, 1), w.at(f"fusion_mask.{level}.conv"))))
    return face + mask * (x - face)


def generate(w, image, styles, bits):
    faces = [pyramid_block(image, w.at("pyramid.0"), False)]
    for level in range(1, 5):
        faces.append(pyramid_block(faces[-1], w.at(f"pyramid.{level}"), True))
    x = fuse(w, 4, w["input.input"].expand(BATCH, -1, -1, -1), faces[4])
    x = styled(x, w.at("conv1"), styles[:, 0])
    rgb = to_rgb(x, w.at("to_rgb1"), styles[:, 1])
    for k, side in enumerate([8, 16, 32, 64]):
        hidden = injection(w, 2 * k, bits, side) if side < 64 else None
        x = styled(x, w.at(f"convs.{2 * k}"), styles[:, 2 * k + 1], up=True)
        x = fuse(w, 3 - k, x, faces[3 - k], hidden)
        if side < 64:
            x = x + injection(w, 2 * k + 1, bits, side)
        x = styled(x, w.at(f"convs.{2 * k + 1}"), styles[:, 2 * k + 2])
        rgb = to_rgb(x, w.at(f"to_rgbs.{k}"), styles[:, 2 * k + 3], rgb)
    return rgb


def style(w, identity, coefficients):
    x = torch.cat([identity, coefficients[:, :144], coefficients[:, 224:227]], 1)
    x = x * torch.rsqrt(x.square().mean(1, keepdim=True) + 1e-8)
    parts = []
    for name, count in (("style_low", 4), ("style_middle", 4), ("style_high", 2)):
        y = x
        for layer in range(4):
            u = w.at(f"{name}.{layer}")
            y = activated(equal_linear(y, u, 0.01), u["bias"] * 0.01)
        parts.append(y[:, None].expand(-1, count, -1))
    return torch.cat(parts, 1)


def dummy_identity(w, z):
    w = w.at("map_2_id")
    z = F.leaky_relu(F.linear(z, w["0.weight"], w["0.bias"]), 0.2)
    z = F.leaky_relu(F.linear(z, w["2.weight"], w["2.bias"]), 0.2)
    return batch_norm(z, w.at("4"), True)


def read(w, image, training):
    x = F.leaky_relu(conv(image, w.at("conv1x1_input")), 0.1)
    for k in range(3):
        u = w.at(f"body.{k}")
        deep = conv(x, u.at("conv1x1_branch_1"))
        deep = F.leaky_relu(batch_norm(deep, u.at("bn_branch_1_1"), training), 0.1)
        deep = conv(deep, u.at("conv3x3_branch_1"), 1, 1)
        deep = F.leaky_relu(batch_norm(deep, u.at("bn_branch_1_2"), training), 0.1)
        flat = conv(x, u.at("conv1x1_branch_2"))
        flat = F.leaky_relu(batch_norm(flat, u.at("bn_branch_2_1"), training), 0.1)
        x = torch.cat([deep, flat], 1)
    return conv(x, w.at("conv1x1_output"), 2, 1).flatten(1)


# The networks that look at a picture


def equal_conv(x, w, down=False):
    weight = w["weight"] / math.sqrt(w["weight"][0].numel())
    k = weight.shape[2]
    if down:
        return F.conv2d(blurred(x, (k + 1) // 2, 1), weight, stride=2)
    return F.conv2d(x, weight, padding=k // 2)


def judge(w, image):
    x = activated(equal_conv(image, w.at("convs.0.0")), w["convs.0.1.bias"])
    for k in range(1, 5):
        u = w.at(f"convs.{k}")
        main = activated(equal_conv(x, u.at("conv1.0")), u["conv1.1.bias"])
        main = activated(equal_conv(main, u.at("conv2.1"), True), u["conv2.2.bias"])
        x = (main + equal_conv(x, u.at("skip.1"), True)) / math.sqrt(2)
    groups = x.view(4, -1, *x.shape[1:])
    spread = torch.sqrt(groups.var(0, unbiased=False) + 1e-8).mean((1, 2, 3), keepdim=True)
    x = torch.cat([x, spread.repeat(4, 1, 4, 4)], 1)
    x = activated(equal_conv(x, w.at("final_conv.0")), w["final_conv.1.bias"]).flatten(1)
    u = w.at("final_linear.0")
    x = activated(equal_linear(x, u, bias=False), u["bias"])
    return equal_linear(x, w.at("final_linear.1"))


def identity(w, image):
    x = F.interpolate(image, 112)
    x = F.prelu(batch_norm(conv(x, w.at("conv1"), 1, 1), w.at("bn1"), False), w["prelu.weight"])
    for stage in range(1, 5):
        u = w.at(f"layer{stage}.0")
        y = conv(batch_norm(x, u.at("bn1"), False), u.at("conv1"), 1, 1)
        y = F.prelu(batch_norm(y, u.at("bn2"), False), u["prelu.weight"])
        y = batch_norm(conv(y, u.at("conv2"), 2, 1), u.at("bn3"), False)
        x = y + batch_norm(conv(x, u.at("downsample.0"), 2), u.at("downsample.1"), False)
    x = batch_norm(x, w.at("bn2"), False).flatten(1)
    return batch_norm(F.linear(x, w["fc.weight"], w["fc.bias"]), w.at("features"), False)


def geometry(w, image):
    b = w.at("backbone")
    x = F.relu(batch_norm(conv(image * 0.5 + 0.5, b.at("conv1"), 2, 3), b.at("bn1"), False))
    x = F.max_pool2d(x, 3, 2, 1)
    for stage in range(1, 5):
        u, stride = b.at(f"layer{stage}.0"), 1 if stage == 1 else 2
        y = F.relu(batch_norm(conv(x, u.at("conv1")), u.at("bn1"), False))
        y = F.relu(batch_norm(conv(y, u.at("conv2"), stride, 1), u.at("bn2"), False))
        y = batch_norm(conv(y, u.at("conv3")), u.at("bn3"), False)
        x = F.relu(y + batch_norm(conv(x, u.at("downsample.0"), stride), u.at("downsample.1"), False))
    x = x.mean((2, 3), keepdim=True)
    return torch.cat([conv(x, w.at(f"final_layers.{i}")) for i in range(7)], 1).flatten(1)


# The step


def eight_bits(image):
    levels = ((image.clamp(-1, 1) + 1) * 127.5).round() / 127.5 - 1
    return image + (levels - image).detach()


def parameters(weights):
    return [v for k, v in weights.items() if not k.endswith(BUFFERS)]


class Training:
    """The Trainer's step with the settings of StepBench."""

    def __init__(self, folder, fused):
        self.all = {f.stem: load_file(f) for f in Path(folder, "model").glob("*.safetensors")}
        self.nets = {name: Net(weights) for name, weights in self.all.items()}
        for name in TRAINED + ["discriminator"]:
            for value in parameters(self.all[name]):
                value.requires_grad_(True)
        new = ("pyramid", "fusion_mask", "hiding_injects")
        own = [v for n in TRAINED[1:] for v in parameters(self.all[n])]
        own += [v for k, v in self.all["generator"].items() if k.startswith(new)]
        prior = [v for k, v in self.all["generator"].items() if not k.startswith(new)]
        adam = {"betas": (0.9, 0.99), "eps": 1e-8, "fused": fused}
        # One of them for all stages: parameters without a gradient are left alone.
        self.optimiser = torch.optim.Adam(
            [{"params": own, "lr": 1e-3}, {"params": prior, "lr": 1e-4}], **adam)
        self.judging = torch.optim.Adam(parameters(self.all["discriminator"]), lr=1e-3, **adam)
        self.averaged = [v.detach().clone() for n in TRAINED for v in parameters(self.all[n])]
        self.number = 0

    def update(self, optimiser, names, loss):
        chosen = [v for n in names for v in parameters(self.all[n])]
        gradients = torch.autograd.grad(loss, chosen, allow_unused=True)
        for value, gradient in zip(chosen, gradients):
            value.grad = gradient
        length = torch.nn.utils.clip_grad_norm_(chosen, 10.0)
        if torch.isfinite(length) and torch.isfinite(loss):
            optimiser.step()
        optimiser.zero_grad(set_to_none=True)

    def step(self, drawn):
        self.number += 1
        nets = self.nets
        image = drawn["image"]
        with torch.no_grad():
            who = identity(nets["identity"], image)
            shape = geometry(nets["geometry"], image)
        losses = {}

        z = dummy_identity(nets["dummy-identity"], drawn["latent"])
        made = generate(
            nets["generator"], image, style(nets["style-mapper"], z, shape), drawn["bits"])
        unit = F.normalize(z, dim=1)
        losses["anonymization.diversity"] = (
            (F.relu(unit @ unit.t()) * (1 - torch.eye(BATCH))).sum() / (BATCH * (BATCH - 1)))
        losses["anonymization.pixels"] = (made - image).abs().mean()
        losses["anonymization.adversarial"] = F.softplus(-judge(nets["discriminator"], made)).mean()
        seen = identity(nets["identity"], made)
        losses["anonymization.identity-dummy"] = 1 - F.cosine_similarity(z, seen).mean()
        losses["anonymization.identity-original"] = F.relu(F.cosine_similarity(who, seen)).mean()
        logits = read(nets["password-extractor"], eight_bits(made) + drawn["channel.noise"], True)
        losses["anonymization.hiding"] = F.binary_cross_entropy_with_logits(logits, drawn["bits"])
        weights = [1, 3, 0.1, 1, 1, 5]
        self.update(self.optimiser, TRAINED, sum(a * b for a, b in zip(weights, losses.values())))

        made = made.detach()
        saved = eight_bits(made)
        with torch.no_grad():
            bits = (read(nets["password-extractor"], saved, False) > 0).float()
            shape = geometry(nets["geometry"], saved)
        again = generate(nets["generator"], saved, style(nets["style-mapper"], who, shape), bits)
        second = {
            "recovery.pixels": (again - image).abs().mean(),
            "recovery.adversarial": F.softplus(-judge(nets["discriminator"], again)).mean(),
            "recovery.identity":
                1 - F.cosine_similarity(who, identity(nets["identity"], again)).mean(),
        }
        loss = sum(a * b for a, b in zip([3, 0.1, 1], second.values()))
        self.update(self.optimiser, TRAINED[:2], loss)
        losses.update(second)

        fake = made if self.number % 2 == 1 else again.detach()
        real = F.softplus(-judge(nets["discriminator"], image)).mean()
        false = F.softplus(judge(nets["discriminator"], fake)).mean()
        self.update(self.judging, ["discriminator"], real + false)
        losses["discriminator.real"], losses["discriminator.fake"] = real, false
        if self.number % 16 == 0:
            leaf = image.clone().requires_grad_(True)
            total = judge(nets["discriminator"], leaf).sum()
            (slope,) = torch.autograd.grad(total, leaf, create_graph=True)
            penalty = slope.square().sum((1, 2, 3)).mean() * (10 / 2 * 16)
            self.update(self.judging, ["discriminator"], penalty)
        current = [v.detach() for n in TRAINED for v in parameters(self.all[n])]
        torch._foreach_lerp_(self.averaged, current, 0.001)
        return {name: value.item() for name, value in losses.items()}


def draw(image):
    return {
        "image": image, "latent": torch.randn(BATCH, 32),
        "bits": torch.randint(0, 2, (BATCH, 1024)).float(),
        "channel.noise": 0.01 * torch.randn(BATCH, 3, 64, 64),
    }


class JavaTraining:
    """StepBench in a process of its own."""

    def __init__(self, engine, java, folder, threads):
        environment = dict(os.environ, OMP_NUM_THREADS=str(threads))
        self.process = subprocess.Popen(
            java + [engine, folder], text=True, env=environment,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def step(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        while not line.startswith("seconds="):
            line = self.process.stdout.readline() or exit("StepBench ended")
        return {k: float(v) for k, v in (pair.split("=") for pair in line.split())}

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--classpath", required=True, type=Path)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--steps", type=int, default=4, help="in a round, of each")
    parser.add_argument("--engines", nargs="*", default=["torch", "nd4j"])
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    root = Path(__file__).parents[2]
    own = [root / m / "target" / c for m, c in [
        ("pipeline-train", "test-classes"), ("pipeline-train", "classes"),
        ("pipeline-core", "test-classes"), ("pipeline-core", "classes")]]
    path = ":".join([*map(str, own), arguments.classpath.read_text().strip()])
    java = ["java", "-Xmx3g", "-cp", path, "org.g2face.train.StepBench"]

    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(java + ["prepare", folder], check=True)
        steps = load_file(Path(folder, "steps.safetensors"))
        given = [
            {k[2:]: v for k, v in steps.items() if k.startswith(f"{n}.")} for n in (1, 2, 3)]
        here = Training(folder, fused=True)
        wanted = [here.step(drawn) for drawn in given]
        engines = {e: JavaTraining(e, java, folder, arguments.threads) for e in arguments.engines}
        for name, engine in engines.items():
            apart = []
            for expected in wanted:
                found = engine.step()
                apart.append(max(
                    abs(found[k] - v) / max(1, abs(v)) for k, v in expected.items()))
            print(f"{name}: largest difference of a loss in steps 1, 2, 3:",
                  ", ".join(f"{a:.1e}" for a in apart), flush=True)

        clock = time.process_time if arguments.threads == 1 else time.perf_counter
        kind = "cpu" if arguments.threads == 1 else "seconds"
        medians = {name: [] for name in ["pytorch", *engines]}
        for number in range(arguments.rounds):
            seconds = {name: [] for name in medians}
            for name, engine in engines.items():
                seconds[name] = [engine.step()[kind] for _ in range(arguments.steps)]
            for k in range(arguments.steps):
                drawn = draw(given[k % 3]["image"])
                began = clock()
                here.step(drawn)
                seconds["pytorch"].append(clock() - began)
            for name, times in seconds.items():
                medians[name].append(statistics.median(times))
            print(f"round {number + 1}:",
                  ", ".join(f"{n} {m[-1]:.3f} s" for n, m in medians.items()), flush=True)
        for name in engines:
            ratios = [a / b for a, b in zip(medians[name], medians["pytorch"])]
            print(f"{name}: median ratio {statistics.median(ratios):.2f}, from {min(ratios):.2f}"
                  f" to {max(ratios):.2f}")
            engines[name].close()


if __name__ == "__main__":
    main()
