import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.OutputStream;
import java.io.PrintStream;
import org.javarosa.core.model.Constants;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.condition.EvaluationContext;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.test.Scenario;
import org.javarosa.xpath.XPathParseTool;
import org.javarosa.xpath.expr.XPathFuncExpr;

/** Evaluates a JSON list of expressions at one node of a form: how each is kept by every type. */
public class Evaluate {
    private static final int[] TYPES = {
        Constants.DATATYPE_TEXT, Constants.DATATYPE_INTEGER, Constants.DATATYPE_DECIMAL, Constants.DATATYPE_DATE,
        Constants.DATATYPE_DATE_TIME, Constants.DATATYPE_TIME, Constants.DATATYPE_BOOLEAN,
    };

    public static void main(String[] arguments) throws Exception {
        PrintStream answers = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        ObjectMapper json = new ObjectMapper();
        FormDef form = Scenario.createFormDef(new File(arguments[0]));
        Scenario.init(form);
        TreeReference place = Scenario.getRef(arguments[1]);
        EvaluationContext context = new EvaluationContext(form.getEvaluationContext(), place);
        ArrayNode found = json.createArrayNode();
        for (JsonNode expression : json.readTree(new File(arguments[2]))) {
            ArrayNode kept = found.addArray();
            try {
                Object value = XPathFuncExpr.unpack(
                    XPathParseTool.parseXPath(expression.asText()).eval(form.getMainInstance(), context));
                for (int type : TYPES) {
                    IAnswerData data = IAnswerData.wrapData(value, type);
                    kept.add(data == null ? "" : data.uncast().getString());
                }
            } catch (Throwable fault) {
                kept.removeAll();
            }
        }
        answers.println(json.writeValueAsString(found));
        answers.flush();
        System.exit(0);
    }
}
