/** What a person sees while a job runs. */
package org.g2face.jobs.progress;
