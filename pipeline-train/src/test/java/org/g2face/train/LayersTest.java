package org.g2face.train;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Walls of the training module. */
@AnalyzeClasses(packages = "org.g2face.train", importOptions = DoNotIncludeTests.class)
class LayersTest {

  @ArchTest
  static final ArchRule knowsNeitherClusterNorJobs =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "org.g2face.jobs..");

  @ArchTest
  static final ArchRule noPackageCycle =
      slices().matching("org.g2face.(**)").should().beFreeOfCycles();
}
