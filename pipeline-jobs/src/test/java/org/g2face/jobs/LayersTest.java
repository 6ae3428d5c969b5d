package org.g2face.jobs;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Walls inside of the outermost module. */
@AnalyzeClasses(packages = "org.g2face.jobs", importOptions = DoNotIncludeTests.class)
class LayersTest {

  @ArchTest
  static final ArchRule noPackageCycle =
      slices().matching("org.g2face.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule nothingKnowsTheCommandLine =
      noClasses()
          .that()
          .resideOutsideOfPackage("..cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..cli..", "picocli..");

  @ArchTest
  static final ArchRule configurationKnowsNoJob =
      noClasses()
          .that()
          .resideInAPackage("org.g2face.jobs.config")
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.g2face.jobs.*..")
                  .and(not(resideInAPackage("org.g2face.jobs.config"))));
}
