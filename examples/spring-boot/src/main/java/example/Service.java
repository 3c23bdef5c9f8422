package example;

import java.util.List;
import org.blaspool.BlasPool;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * A web service: {@code POST /products} with <code>{"a": [[[1, 2]]], "b": [[[3], [4]]]}</code>, two lists of matrices by
 * rows, answers with the list of their products. All requests share one pool, which is closed with the service.
 */
@SpringBootApplication
@RestController
public class Service {
    /** As many matrices b as a; each has as many rows as its a has columns. */
    public record Pairs(List<double[][]> a, List<double[][]> b) {}

    private final BlasPool pool;

    Service(BlasPool pool) {
        this.pool = pool;
    }

    public static void main(String[] arguments) {
        SpringApplication.run(Service.class, arguments);
    }

    @PostMapping("/products")
    public List<double[][]> products(@RequestBody Pairs pairs) {
        return pool.multiply(pairs.a(), pairs.b());
    }

    @ExceptionHandler(IllegalArgumentException.class)
    @ResponseStatus(HttpStatus.BAD_REQUEST)
    public String refuse(IllegalArgumentException mistake) {
        return mistake.getMessage();
    }

    /** The pool and how it computes: {@code --pool=processes-shared:workers=2} has it use worker JVMs. */
    @Configuration
    static class Pool {
        @Bean
        BlasPool pool(@Value("${pool:auto}") String strategy) {
            return BlasPool.open(strategy);
        }
    }
}
