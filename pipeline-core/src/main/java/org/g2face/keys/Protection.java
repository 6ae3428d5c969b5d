package org.g2face.keys;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What a key file is encrypted by; all of it stands in the file. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Argon2.class, name = "argon2id"),
  @JsonSubTypes.Type(value = KeyService.class, name = "kms")
})
public sealed interface Protection permits Argon2, KeyService {
  /** Words for a person. */
  String describe();
}
