package org.g2face.jobs.evaluate;

import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.g2face.anonymize.PasswordProbe;
import org.g2face.jobs.Leases;
import org.g2face.jobs.config.InferenceSettings;
import org.g2face.jobs.hadoop.ModelFolder;
import org.g2face.model.ModelPackage;
import org.g2face.password.PasswordScheme;
import org.g2face.password.SealedCodec;
import org.g2face.password.SealingKeys;

/**
 * From what tasks open the networks that read passwords, once in each process.
 *
 * @param model URI of the model package
 * @param passwords that can be read, if only to see whether they arrive
 */
record ProbeSource(String model, Passwords passwords, InferenceSettings inference)
    implements Serializable {
  private static final Leases<ProbeSource, PasswordProbe> OPEN = new Leases<>();

  Leases<ProbeSource, PasswordProbe>.Lease acquire(Configuration hadoop) throws IOException {
    return OPEN.acquire(this, () -> open(ModelPackage.load(ModelFolder.of(model, hadoop))));
  }

  void release() {
    OPEN.release(this);
  }

  private PasswordProbe open(ModelPackage loaded) throws IOException {
    PasswordScheme scheme =
        passwords instanceof Passwords.Readable readable
            ? readable.concealment().open().passwords()
            : (capacity, size) -> new SealedCodec(SealingKeys.none(), capacity, size);
    String dataset =
        passwords instanceof Passwords.Readable readable ? readable.concealment().dataset() : "";
    return new PasswordProbe(loaded, scheme, dataset, JudgeSource.execution(inference));
  }
}
