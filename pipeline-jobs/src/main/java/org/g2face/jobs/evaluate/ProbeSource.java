package org.g2face.jobs.evaluate;

import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.g2face.anonymize.PayloadProbe;
import org.g2face.jobs.ReferenceCountedCache;
import org.g2face.jobs.io.ModelLocation;
import org.g2face.jobs.settings.InferenceSettings;
import org.g2face.model.ModelPackage;
import org.g2face.payload.PayloadScheme;
import org.g2face.payload.SealedCodec;
import org.g2face.payload.SealingKeys;

/**
 * The source from which tasks open the networks that read payloads, once in each process.
 *
 * @param model URI of the model package
 * @param passwords that can be read, if only to see whether they arrive
 */
record ProbeSource(String model, PayloadReading passwords, InferenceSettings inference)
    implements Serializable {
  private static final ReferenceCountedCache<ProbeSource, PayloadProbe> OPEN =
      new ReferenceCountedCache<>();

  ReferenceCountedCache<ProbeSource, PayloadProbe>.Lease acquire(Configuration hadoop)
      throws IOException {
    return OPEN.acquire(this, () -> open(ModelPackage.load(ModelLocation.of(model, hadoop))));
  }

  void release() {
    OPEN.release(this);
  }

  private PayloadProbe open(ModelPackage loaded) throws IOException {
    PayloadScheme scheme =
        passwords instanceof PayloadReading.WithConfig readable
            ? readable.concealment().open().passwords()
            : (capacity, size) -> new SealedCodec(SealingKeys.none(), capacity, size);
    String dataset =
        passwords instanceof PayloadReading.WithConfig readable
            ? readable.concealment().dataset()
            : "";
    return new PayloadProbe(loaded, scheme, dataset, EvaluationNetworkSource.execution(inference));
  }
}
