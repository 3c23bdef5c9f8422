package org.blaspool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.blaspool.cli.report.ReportWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong is said in one line, with exit code 2, before the machine is looked at. */
class BadInputTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "comprae | unknown command: comprae | did you mean compare?",
                "explode | unknown command: explode | see blaspool --help",
                "compare --sise 10 | unknown option: --sise | did you mean --size?",
                "compare --sise=10 | unknown option: --sise=10 | did you mean --size?",
                "plan --html x | unknown option: --html | see blaspool plan --help",
                "compare extra | unexpected argument: extra | see blaspool compare --help",
                "compare --size | option has no value: --size | N|MxKxN",
                "compare --size 0 | size is out of range: size=0 | 1 to 2147483647",
                "compare --size -5 | size is out of range: size=-5 | 1 to 2147483647",
                "compare --size 10x0x10 | size is out of range: size=10x0x10 | 1 to 2147483647",
                "compare --size 3000000000 | size is out of range: size=3000000000 | 1 to 2147483647",
                "compare --size 99999999999999999999 | size is out of range | 1 to 2147483647",
                "compare --size 2000000000 | batch overflows | --size, --pairs",
                "compare --size 1000000 --pairs 2147483647 | batch overflows | --size, --pairs",
                "compare --size 10x10 | size is not valid: size=10x10 | --size MxKxN",
                "compare --size ten | size is not valid: size=ten | --size N",
                "compare --pairs 0 | pairs=0 | allowed 1 to 2147483647",
                "compare --pairs -1 | pairs=-1 | allowed 1 to 2147483647",
                "compare --pairs 2.5 | pairs=2.5 | allowed 1 to 2147483647",
                "run --pairs x --out y --retries 0 | retries=0 | allowed 1 to 2147483647",
                "run --pairs x --out y --timeout 0 | timeout=0 | more than 0",
                "run --pairs x --out y --timeout -1 | timeout=-1 | --timeout",
                "run --pairs x --out y --timeout 1e400 | timeout=1e400 | less than 1e9",
                "run --pairs x --out y --timeout 5s | timeout=5s | as 30 or 0.5",
                "run --pairs x --out y --strategy threads --timeout 5 | timeout with strategy=threads | processes",
                "compare --rounds 0 | rounds=0 | allowed 1 to 2147483647",
                "compare --workers 0 | workers=0 | --workers",
                "compare --blas-threads none | blas-threads=none | --blas-threads",
                "compare --chunk-size 0 | chunk-size=0 | --chunk-size",
                "compare --fill zeros | fill=zeros | random, ones",
                "compare --seed x | seed=x | --seed",
                "compare --suite fast | suite=fast | quick, all, tutorial",
                "compare --suite quick --strategies threads | --suite and --strategies | one of them",
                "compare --suite all --codec raw | chooses codecs itself | --strategies",
                "compare --strategies thread | unknown strategy: strategy=thread | did you mean threads?",
                "compare --strategies threads,, | empty entry | strategies=threads,,",
                "compare --strategies threads:workers=0 | workers=0 | expected 1",
                "compare --strategies threads:speed=9 | unknown strategy option: speed=9 | allowed workers",
                "compare --strategies threads:codec=raw | no use for its option: codec | processes-serialized",
                "compare --strategies sequential:workers=2 | no use for its option: workers | threads",
                "compare --strategies blas-threads:chunk-size=2 | no use for its option: chunk-size | threads",
                "compare --sweep pairs=1:8 --pairs 3 | --sweep and --pairs | one of them",
                "compare --sweep workers=1:8 --workers 3 | --sweep and --workers | one of them",
                "compare --sweep size=1:8 --size 3 | --sweep and --size | one of them",
                "compare --sweep rows=1:8 | sweep=rows=1:8 | workers=1:8",
                "compare --sweep workers=1:2 --strategies threads:workers=2 | says itself what is swept | without",
                "compare --sweep workers=1:2 --strategies sequential | no strategy has workers | threads",
                "compare --codec zip | codec=zip | java, raw",
                "compare --strategies threads:split=maybe | neither on nor off | split=maybe",
                "compare --split maybe | split=maybe | on, off",
                "compare --pin nowhere | pin=\"nowhere\" | compact",
                "compare --pin 3-1 | 3-1 | 0-3,8",
                "compare --pin compact --exclusive | contradict | --pin auto",
                "compare --memory-limit 0 | memory-limit=0 | 512M",
                "compare --memory-limit 12Q | memory-limit=12Q | 512M",
                "compare --memory-limit 99999999T | memory-limit=99999999T | 2^63-1",
                "compare --scratch /no/such/directory | scratch=/no/such/directory | --scratch",
                "compare --blas openblass | unknown BLAS: blas=openblass | bundled, system",
                "compare --blas bundled,bundled | listed twice | blas=bundled,bundled",
                "compare --json /no/such/directory/x.json | json=/no/such/directory/x.json | writable",
                "compare --json - --csv - | two reports go to one place | --json and --csv",
                "compare --size 5 --size 6 | option is given 2 times: --size | once",
                "compare --quiet=yes | option takes no value: --quiet=yes | --quiet",
                "run --out x | no products are given | --pairs",
                "run --pairs x | no directory for results | --out DIR",
                "run --pairs x --out y --shard 4/4 | shard=4/4 | 0 <= K < N",
                "run --pairs x --out y --shard -1/4 | shard=-1/4 | 0 <= K < N",
                "run --pairs x --out y --shard 1 | shard=1 | K/N",
                "run --pairs x --out y --on-error retry | on-error=retry | stop, continue",
                "run --pairs x --out y --strategy threads,sequential | one strategy | auto",
                "run --pairs x --out y --blas bundled,system | several BLAS | expected one",
                "run --pairs x --out /etc/hostname | --out is not a directory | /etc/hostname",
                "plan --size 0 | size=0 | 1 to 2147483647",
                "plan --pairs list.csv --size 5 | contradict | --pairs with files",
                "info extra | unexpected argument: extra | info --help",
                "report | no file is given | FILE.json",
                "report /no/such/file.json | file is not there | compare --json",
                "report a b c | unexpected argument: c | LATER.json",
                "report a.json --fail-if-slower 5% | needs two files | LATER.json",
            })
    void shouldSayInOneLineWhatIsWrong(String words, String wrong, String mend) {
        CommandLine line = CommandLine.run(CommandLine.UNTOUCHED, words.split(" "));

        assertThat(line.err()).startsWith("blaspool: ").contains(wrong).contains(mend);
        assertThat(line.err().lines()).hasSize(1);
        assertThat(line.status()).isEqualTo(2);
        assertThat(line.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "compare,json",
        "compare,csv",
        "compare,html",
        "compare,trace",
        "compare,jfr",
        "compare,scratch",
        "compare,blas",
        "run,status",
        "plan,machine",
        "plan,save",
        "report,json"
    })
    void shouldRefuseNamesThatTheLocaleCannotRead(String command, String option) {
        CommandLine line = CommandLine.run(CommandLine.UNTOUCHED, command, "--" + option, "x\ufffd.json");

        assertThat(line.err()).contains("file name cannot be read in this locale: " + option + "=x?.json");
        assertThat(line.err().lines()).hasSize(1);
        assertThat(line.status()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"compare,json", "compare,csv", "compare,html", "compare,trace", "plan,save"})
    void shouldKnowOfANameThatIsTooLongBeforeComputing(String command, String option) {
        CommandLine line = CommandLine.run(CommandLine.UNTOUCHED, command, "--" + option, "x".repeat(256));
        String named = option + "=" + Path.of("").toAbsolutePath() + "/xxx";

        assertThat(line.err()).contains("file cannot be written: " + named).contains("name too long");
        assertThat(line.status()).isEqualTo(2);
    }

    @Test
    void shouldWriteAReportWhoseNameIsAsLongAsNamesCanBe(@TempDir Path directory) {
        Path file = directory.resolve("x".repeat(255));
        ReportWriter.write(file, "{}");

        assertThat(directory).isDirectoryContaining(file::equals);
        assertThat(directory.toFile().list()).hasSize(1);
    }

    @Test
    void shouldSayInOneLineWhatIsWrongWithANameThatHasSeveral() {
        CommandLine line = CommandLine.run(CommandLine.UNTOUCHED, "compare", "--scratch", "no\nsuch", "--size=1\n2");

        assertThat(line.err().lines()).hasSize(1);
        assertThat(line.err()).contains("scratch=no?such");
    }

    @Test
    void shouldShowAStackTraceOnlyWhenAskedTo() {
        assertThat(CommandLine.run("compare", "--size", "0").err()).doesNotContain("at org.blaspool");
        assertThat(CommandLine.run("compare", "--size", "0", "--verbose").err()).contains("at org.blaspool");
    }

    @Test
    void shouldShowTheHelpWhereNoCommandIsGiven() {
        CommandLine line = CommandLine.run(CommandLine.UNTOUCHED);

        assertThat(line.status()).isEqualTo(2);
        assertThat(line.err()).contains("usage: blaspool COMMAND");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "compare --size 100000 --pairs 1000 | does not fit into memory",
                "compare --size 10 --pairs 1 --blas /lib/no-such-blas.so | /lib/no-such-blas.so",
                "compare --size 10 --pairs 1 --memory-limit 1000T | memory limit is more than there is",
                "compare --size 100000 --pairs 10 | does not fit into memory",
                "compare --size 1000 --pairs 10 --memory-limit 1M | --size or --pairs",
                "compare --size 2000 --pairs 10 --memory-limit 100M | raise --memory-limit",
                "compare --size 10 --pairs 2 --memory-limit 100M --suite quick | worker JVMs and copies 183 MiB",
                "compare --size 1000 --pairs 10 --memory-limit 1M --blas bundled,jblas | with blas=bundled",
                "info --quick --pin 0-8000 | pin=0-8000",
            })
    void shouldExitWithThreeForWhatTheMachineLacks(String words, String wrong) {
        CommandLine line = CommandLine.run(words.split(" "));

        assertThat(line.err()).startsWith("blaspool: ").contains(wrong);
        assertThat(line.err().lines()).hasSize(1);
        assertThat(line.status()).isEqualTo(3);
        assertThat(line.out()).isEmpty();
    }

    @Test
    void shouldRefuseMissingFilesOfAManifestBeforeComputing(@TempDir Path directory) throws Exception {
        Path manifest = directory.resolve("list.csv");
        java.nio.file.Files.writeString(manifest, "a,b,out\nno-a.npy,no-b.npy,c.npy\n");
        List<String> words = new ArrayList<>(List.of("run", "--pairs", manifest.toString(), "--out"));
        words.add(directory.resolve("c").toString());

        CommandLine line = CommandLine.run(words.toArray(String[]::new));

        assertThat(line.err().lines()).hasSize(1);
        assertThat(line.err()).contains("no-a.npy");
        assertThat(line.status()).isEqualTo(2);
        assertThat(directory.resolve("c")).doesNotExist();
    }
}
