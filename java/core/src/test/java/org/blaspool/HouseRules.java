package org.blaspool;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.net.URL;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What holds in every storey: its packages use those before them in its chain, those of the storeys below, and nothing
 * else of ours; names say what a thing is. A test of each module extends it.
 */
public abstract class HouseRules {
    private static final String DOOR = "org.blaspool";
    private static final String ROOT = DOOR + ".";
    private final List<String> chain;
    private final List<String> below;
    private final JavaClasses house;

    /**
     * @param some any class of the module
     * @param chain its packages, from what knows nothing of the others to what is built of them
     * @param below the packages of the storeys below that it uses
     */
    protected HouseRules(Class<?> some, List<String> chain, List<String> below) {
        this.chain = chain;
        this.below = below;
        URL classes = some.getProtectionDomain().getCodeSource().getLocation();
        house = new ClassFileImporter().importUrl(classes);
    }

    private Stream<String> packages() {
        return house.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(ROOT))
                .map(HouseRules::room)
                .distinct();
    }

    private static String room(String packageName) {
        return packageName.substring(ROOT.length()).split("\\.")[0];
    }

    @Test
    void shouldBeFreeOfCycles() {
        slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(house);
    }

    @Test
    void shouldPlaceEveryPackageInTheChain() {
        assertThat(packages()).containsExactlyInAnyOrderElementsOf(chain);
    }

    @Test
    void shouldUseNothingThatComesLaterInTheChain() {
        for (String name : chain) {
            List<String> earlier = chain.subList(0, chain.indexOf(name) + 1);
            DescribedPredicate<JavaClass> later = DescribedPredicate.describe(
                    "come later than " + name + " or lie in a storey above",
                    type -> type.getPackageName().startsWith(ROOT)
                            && !earlier.contains(room(type.getPackageName()))
                            && !below.contains(room(type.getPackageName())));
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + name + "..")
                    .should()
                    .dependOnClassesThat(later)
                    .check(house);
        }
    }

    /** Its public types are the words that those behind it share with users; the pool itself is the door's alone. */
    @Test
    void shouldNameOnlyTheWordsOfTheDoorBehindIt() {
        DescribedPredicate<JavaClass> ofTheDoorAlone = DescribedPredicate.describe(
                "are the door's own",
                type -> type.getPackageName().equals(DOOR)
                        && (!type.getModifiers().contains(JavaModifier.PUBLIC)
                                || type.getName().startsWith(ROOT + "BlasPool")));
        noClasses()
                .that()
                .resideInAPackage(ROOT + "*..")
                .should()
                .dependOnClassesThat(ofTheDoorAlone)
                .check(house);
    }

    @Test
    void shouldNameNothingAfterTheKindOfCodeItIs() {
        classes()
                .should()
                .haveNameNotMatching(".*(Utils?|Common|Helper|Manager|Misc)(\\$.*)?|.*[.$]Base[A-Z].*")
                .check(house);
    }
}
