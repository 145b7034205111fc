import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.parser.extensions.IcebergParseException;
import org.apache.spark.sql.classic.SparkSession;

/**
 * Asks Spark's own parser, with Iceberg's extensions. Each line of the input is a statement as a JSON string; each line of
 * the output says {@code {"ok": true, "strict"}}, where strict tells whether the statement is still accepted when standard
 * SQL's reserved words cannot be names, or {@code {"ok": false, "line", "pos", "condition", "message"}} (line from 1, pos
 * from 0, as Spark counts).
 */
public class Oracle {
  private static final Pattern PLACE = Pattern.compile("\\(line (\\d+), pos (\\d+)\\)");

  private static final String STRICT = "spark.sql.ansi.enforceReservedKeywords";

  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    // Spark's own chatter does not belong among the answers.
    System.setOut(System.err);
    ObjectMapper json = new ObjectMapper();
    SparkSession session =
        (SparkSession)
            org.apache.spark.sql.classic.SparkSession.builder()
                .master("local[1]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.scripting.enabled", "true")
                .config("spark.sql.extensions", "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions")
                .getOrCreate();
    ParserInterface parser = session.sessionState().sqlParser();
    session.sparkContext().setLogLevel("OFF");
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line; (line = in.readLine()) != null; ) {
      JsonNode statement = json.readTree(line);
      ObjectNode answer = ask(parser, statement.asText(), json);
      if (answer.get("ok").asBoolean()) {
        session.conf().set(STRICT, "true");
        answer.set("strict", ask(parser, statement.asText(), json).get("ok"));
        session.conf().set(STRICT, "false");
      }
      out.println(answer);
    }
  }

  private static ObjectNode ask(ParserInterface parser, String statement, ObjectMapper json) {
    ObjectNode answer = json.createObjectNode();
    try {
      parser.parsePlan(statement);
      return answer.put("ok", true);
    } catch (Throwable failure) {
      String message = String.valueOf(failure.getMessage());
      answer.put("ok", false);
      Matcher place = PLACE.matcher(message);
      if (place.find()) {
        answer.put("line", Integer.parseInt(place.group(1))).put("pos", Integer.parseInt(place.group(2)));
      } else if (failure instanceof IcebergParseException iceberg && iceberg.start().line().isDefined()) {
        answer.put("line", (Integer) iceberg.start().line().get());
        answer.put("pos", (Integer) iceberg.start().startPosition().get());
      }
      if (failure instanceof SparkThrowable known) answer.put("condition", known.getCondition());
      return answer.put("message", failure.getClass().getSimpleName() + ": " + message.strip().lines().findFirst().orElse(""));
    }
  }
}
