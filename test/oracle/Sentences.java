import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.antlr.v4.runtime.atn.ATN;
import org.antlr.v4.runtime.atn.ATNDeserializer;
import org.antlr.v4.runtime.atn.ATNState;
import org.antlr.v4.runtime.atn.RuleStopState;
import org.antlr.v4.runtime.atn.RuleTransition;
import org.antlr.v4.runtime.atn.Transition;

/**
 * Writes random sentences of the grammars inside the Spark and Iceberg jars, one JSON string a line: {@code Sentences COUNT
 * SEED}. It walks the parsers' own state machines, so it knows every form there is. Whether Spark takes a sentence after
 * its checks the Oracle says.
 */
public class Sentences {
  private static final String SPARK = "org.apache.spark.sql.catalyst.parser.SqlBaseParser";
  private static final String ICEBERG = "org.apache.spark.sql.catalyst.parser.extensions.IcebergSqlExtensionsParser";
  /** The words of a sentence grow no more once it has this many. */
  private static final int LONG_ENOUGH = 24;

  private final ATN atn;
  private final List<String> rules;
  private final Object vocabulary;
  private final Random random;
  private final int[] shortest;
  private final List<String> out = new ArrayList<>();

  private Sentences(String parser, Random random) throws Exception {
    Class<?> type = Class.forName(parser);
    String serialized = (String) type.getField("_serializedATN").get(null);
    this.atn = new ATNDeserializer().deserialize(serialized.toCharArray());
    this.rules = Arrays.asList((String[]) type.getField("ruleNames").get(null));
    this.vocabulary = type.getField("VOCABULARY").get(null);
    this.random = random;
    this.shortest = shortest(atn);
  }

  public static void main(String[] args) throws Exception {
    PrintStream print = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    ObjectMapper json = new ObjectMapper();
    Random random = new Random(Long.parseLong(args[1]));
    Sentences spark = new Sentences(SPARK, random);
    Sentences iceberg = new Sentences(ICEBERG, random);
    int count = Integer.parseInt(args[0]);
    for (int i = 0; i < count; i++) {
      String sentence =
          i % 8 == 0
              ? iceberg.sentence("singleStatement")
              : i % 12 == 1 ? spark.sentence("compoundOrSingleStatement") : spark.statement(i);
      print.println(json.writeValueAsString(sentence));
    }
  }

  /** Every kind of statement in turn: most of them are far rarer than a random choice would find them. */
  private String statement(int turn) throws Exception {
    ATNState start = atn.ruleToStartState[rules.indexOf("statement")];
    ATNState choice = start.transition(0).target;
    Transition way = choice.transition(turn * 7 % 3 == 0 ? 0 : random.nextInt(choice.getNumberOfTransitions()));
    out.clear();
    take(way);
    walk(way instanceof RuleTransition rule ? rule.followState : way.target);
    return String.join(" ", out);
  }

  private String sentence(String rule) throws Exception {
    out.clear();
    walk(atn.ruleToStartState[rules.indexOf(rule)]);
    return String.join(" ", out);
  }

  private void walk(ATNState from) throws Exception {
    ATNState state = from;
    while (!(state instanceof RuleStopState)) {
      Transition way = choose(state);
      take(way);
      state = way instanceof RuleTransition rule ? rule.followState : way.target;
    }
  }

  private void take(Transition way) throws Exception {
    if (way instanceof RuleTransition rule) {
      String name = rules.get(rule.target.ruleIndex);
      // `a-b` as a name is in the grammar in order to be refused.
      if (name.equals("errorCapturingIdentifierExtra")) return;
      if (out.size() > LONG_ENOUGH / 2 && random.nextInt(4) > 0 && shortcut(name)) return;
      if (name.equals("identifier") || name.equals("strictIdentifier")) {
        // Any word can be a name; mostly it is none of the grammar's.
        if (random.nextInt(30) > 0) {
          out.add(pick("a", "b", "t", "x1", "`odd name`", "c_d"));
          return;
        }
      }
      walk(rule.target);
    } else if (way.label() != null) {
      int token = way.label().get(random.nextInt(way.label().size()));
      if (token > 0) out.add(text(token));
    }
  }

  /** Something short for what could go on for long. */
  private boolean shortcut(String rule) {
    switch (rule) {
      case "expression", "booleanExpression", "valueExpression", "primaryExpression", "namedExpression" ->
          out.add(pick("a", "1", "t.b", "'s'", "f(a)", "count(*)", "NULL", "a + 1", "CAST(a AS INT)"));
      case "query" -> out.add(pick("SELECT 1", "SELECT a FROM t", "TABLE t", "VALUES (1, 2)"));
      case "relationPrimary" -> out.add(pick("t", "a.b", "(SELECT 1) s"));
      case "dataType" -> out.add(pick("INT", "STRING", "ARRAY<INT>", "DECIMAL(10, 2)"));
      default -> {
        return false;
      }
    }
    return true;
  }

  private Transition choose(ATNState state) {
    int ways = state.getNumberOfTransitions();
    if (ways == 1) return state.transition(0);
    if (out.size() > LONG_ENOUGH) {
      int best = 0;
      for (int i = 1; i < ways; i++) {
        if (cost(shortest, state.transition(i)) < cost(shortest, state.transition(best))) best = i;
      }
      return state.transition(best);
    }
    return state.transition(random.nextInt(ways));
  }

  /** The fewest tokens from each state to the end of its rule. */
  private static int[] shortest(ATN atn) {
    int[] found = new int[atn.states.size()];
    Arrays.fill(found, 1_000_000);
    for (boolean changed = true; changed; ) {
      changed = false;
      for (ATNState state : atn.states) {
        if (state == null) continue;
        int least = state instanceof RuleStopState ? 0 : 1_000_000;
        for (int i = 0; !(state instanceof RuleStopState) && i < state.getNumberOfTransitions(); i++) {
          least = Math.min(least, cost(found, state.transition(i)));
        }
        if (least < found[state.stateNumber]) {
          found[state.stateNumber] = least;
          changed = true;
        }
      }
    }
    return found;
  }

  private static int cost(int[] shortest, Transition way) {
    if (way instanceof RuleTransition rule) {
      return Math.min(1_000_000, shortest[way.target.stateNumber] + shortest[rule.followState.stateNumber]);
    }
    return Math.min(1_000_000, (way.label() == null ? 0 : 1) + shortest[way.target.stateNumber]);
  }

  private String text(int token) throws Exception {
    String symbol = String.valueOf(name("getSymbolicName", token));
    switch (symbol) {
      case "IDENTIFIER":
        return pick("a", "b", "t");
      case "BACKQUOTED_IDENTIFIER":
        return "`odd name`";
      case "STRING_LITERAL", "STRING":
        return pick("'s'", "'2026-01-01'", "'1'", "r'\\d'");
      case "DOUBLEQUOTED_STRING":
        return "\"d\"";
      case "INTEGER_VALUE":
        return pick("1", "20");
      case "EXPONENT_VALUE":
        return "1e3";
      case "DECIMAL_VALUE":
        return pick("1.5", ".5");
      case "BIGINT_LITERAL":
        return "5L";
      case "SMALLINT_LITERAL":
        return "5S";
      case "TINYINT_LITERAL":
        return "5Y";
      case "FLOAT_LITERAL":
        return "1.5F";
      case "DOUBLE_LITERAL":
        return "1D";
      case "BIGDECIMAL_LITERAL":
        return "1.5BD";
      case "BINARY_HEX":
        return "X";
      case "EQ":
        return pick("=", "==");
      case "NEQ":
        return "<>";
      case "LTE":
        return "<=";
      case "GTE":
        return ">=";
      case "EOF":
        return "";
      default:
        Object literal = name("getLiteralName", token);
        return literal == null ? symbol : String.valueOf(literal).replaceAll("^'|'$", "");
    }
  }

  private Object name(String method, int token) throws Exception {
    var found = vocabulary.getClass().getMethod(method, int.class);
    return found.invoke(vocabulary, token);
  }

  private String pick(String... texts) {
    return texts[random.nextInt(texts.length)];
  }
}
