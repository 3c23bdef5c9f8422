package org.blaspool;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
            "sample",
            "plan",
            "transport",
            "worker",
            "pool",
            "strategy",
            "measure");

    /** What those behind the door may name of it: the words that they share with users. */
    private static final Set<String> WORDS =
            Set.of("BlaspoolException", "Layout", "Matrix", "Operation", "Outcome", "ProductFailedException", "Shape");

    private static final String DOOR = "org.blaspool";
    private static final String ROOT = DOOR + ".";
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(DOOR);

    static List<String> packagesThatExist() {
        Set<String> names = packagesBehindTheDoor().collect(Collectors.toSet());
        return CHAIN.stream().filter(names::contains).toList();
    }

    private static Stream<String> packagesBehindTheDoor() {
        return HOUSE.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(ROOT))
                .map(name -> name.substring(ROOT.length()).split("\\.")[0])
                .distinct();
    }

    @Test
    void shouldBeFreeOfCycles() {
        slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void shouldPlaceEveryPackageInTheChain() {
        assertThat(packagesBehindTheDoor()).isSubsetOf(CHAIN);
    }

    @Test
    void shouldNameOnlyTheWordsOfTheDoorBehindIt() {
        DescribedPredicate<JavaClass> ofTheDoorAlone = DescribedPredicate.describe(
                "are the door's own",
                type -> type.getPackageName().equals(DOOR)
                        && !WORDS.contains(
                                type.getName().substring(ROOT.length()).split("\\$")[0]));
        noClasses()
                .that()
                .resideInAPackage(ROOT + "*..")
                .should()
                .dependOnClassesThat(ofTheDoorAlone)
                .check(HOUSE);
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
