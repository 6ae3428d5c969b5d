package org.g2face.jobs.evaluate;

import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.g2face.anonymize.PasswordProbe;
import org.g2face.jobs.Leases;
import org.g2face.jobs.config.InferenceSettings;
import org.g2face.jobs.hadoop.HadoopFolder;
import org.g2face.model.ModelPackage;
import org.g2face.password.Ieee754Codec;

/**
 * From what tasks open the networks that read passwords, once in each process.
 *
 * @param model URI of the model package
 */
record ProbeSource(String model, InferenceSettings inference) implements Serializable {
  private static final Leases<ProbeSource, PasswordProbe> OPEN = new Leases<>();

  /** The published system's passwords are bound to nothing. */
  private static final String DATASET = "";

  Leases<ProbeSource, PasswordProbe>.Lease acquire(Configuration hadoop) throws IOException {
    return OPEN.acquire(
        this,
        () ->
            new PasswordProbe(
                ModelPackage.load(HadoopFolder.of(model, hadoop)),
                Ieee754Codec::new,
                DATASET,
                JudgeSource.execution(inference)));
  }

  void release() {
    OPEN.release(this);
  }
}
