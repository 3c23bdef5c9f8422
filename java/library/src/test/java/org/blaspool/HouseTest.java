package org.blaspool;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The order of the house: packages use those before them in the chain, and names say what a thing is. */
class HouseTest {
    /** From what knows nothing of the others to what is built of them; a new package is put where it belongs. */
    private static final List<String> CHAIN = List.of(
            "error",
            "mount",
            "unpack",
            "jni",
            "memory",
            "usage",
            "matrix",
            "file",
            "journal",
            "observe",
            "jfr",
            "operation",
            "task",
            "blas",
            "cpu",
            "plan",
            "transport",
            "worker",
            "pool",
            "strategy",
            "measure");

    private static final String ROOT = "org.blaspool.";
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.blaspool");

    static List<String> packagesThatExist() {
        Set<String> names = HOUSE.stream().map(HouseTest::packageOf).collect(Collectors.toSet());
        return CHAIN.stream().filter(names::contains).toList();
    }

    private static String packageOf(JavaClass type) {
        return type.getPackageName().substring(ROOT.length()).split("\\.")[0];
    }

    @Test
    void shouldBeFreeOfCycles() {
        slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void shouldPlaceEveryPackageInTheChain() {
        assertThat(HOUSE.stream().map(HouseTest::packageOf).distinct()).isSubsetOf(CHAIN);
    }

    @ParameterizedTest
    @MethodSource("packagesThatExist")
    void shouldUseNothingThatComesLaterInTheChain(String name) {
        String[] later = CHAIN.subList(CHAIN.indexOf(name) + 1, CHAIN.size()).stream()
                .map(each -> ROOT + each + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(ROOT + name + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(later)
                .check(HOUSE);
    }

    @Test
    void shouldNameNothingAfterTheKindOfCodeItIs() {
        classes()
                .should()
                .haveNameNotMatching(".*(Utils?|Common|Helper|Manager|Misc)(\\$.*)?|.*[.$]Base[A-Z].*")
                .check(HOUSE);
    }
}
