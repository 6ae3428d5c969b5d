/**
 * What a job over whole photographs is told: which detectors and judges, which policy, and how the
 * files of their networks travel to the tasks.
 */
package org.g2face.jobs.photograph;
