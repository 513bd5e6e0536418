import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.javarosa.core.model.Constants;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.GroupDef;
import org.javarosa.core.model.IFormElement;
import org.javarosa.core.model.QuestionDef;
import org.javarosa.core.model.data.AnswerDataFactory;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.data.MultipleItemsData;
import org.javarosa.core.model.data.SelectOneData;
import org.javarosa.core.model.data.UncastData;
import org.javarosa.core.model.data.helper.Selection;
import org.javarosa.core.model.instance.FormInstance;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.core.reference.Reference;
import org.javarosa.core.reference.ReferenceFactory;
import org.javarosa.core.reference.ReferenceManager;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.test.Scenario;

/** Fills forms with JavaRosa: each line of input is "FORM ANSWERS", each line of output its JSON. */
public class Drive {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FormDef form;
    private final Scenario scenario;
    private final Set<String> many = new HashSet<>();
    private final Set<String> one = new HashSet<>();
    private final Set<String> counts = new HashSet<>();

    private Drive(FormDef form) throws Exception {
        this.form = form;
        this.scenario = Scenario.init(form);
        form.getChildren().forEach(this::learn);
    }

    private static String generic(TreeReference reference) {
        return reference.genericize().toString(false);
    }

    private void learn(IFormElement element) {
        if (element instanceof QuestionDef) {
            QuestionDef question = (QuestionDef) element;
            String path = generic((TreeReference) question.getBind().getReference());
            int control = question.getControlType();
            if (control == Constants.CONTROL_SELECT_ONE) {
                one.add(path);
            } else if (control == Constants.CONTROL_SELECT_MULTI || control == Constants.CONTROL_RANK) {
                many.add(path);
            }
        }
        if (element instanceof GroupDef && ((GroupDef) element).getCountReference() != null) {
            counts.add(generic(FormInstance.unpackReference(((GroupDef) element).getCountReference())));
        }
        if (element.getChildren() != null) {
            element.getChildren().forEach(this::learn);
        }
    }

    private void states(TreeElement element, String above, ObjectNode out) {
        if (element.getMult() == TreeReference.INDEX_TEMPLATE) {
            return;
        }
        String place = element.isRepeatable() ? "[" + (element.getMult() + 1) + "]" : "";
        String path = above + "/" + element.getName() + place;
        ObjectNode state = out.putObject(path);
        state.put("relevant", element.isRelevant());
        state.put("required", element.isRequired());
        state.put("readonly", !element.isEnabled());
        if (element.getNumChildren() == 0) {
            validity(element, state);
        }
        for (int i = 0; i < element.getNumChildren(); i++) {
            states(element.getChildAt(i), path, out);
        }
    }

    private void validity(TreeElement element, ObjectNode state) {
        IAnswerData data = element.getValue();
        state.put("value", data == null ? "" : data.uncast().getString());
        String broken = "";
        if (element.isRelevant() && data == null && element.isRequired()) {
            broken = "required";
        } else if (element.isRelevant() && data != null && element.getConstraint() != null
            && !form.evaluateConstraint(element.getRef(), data)) {
            broken = "constraint";
        }
        state.put("valid", broken.isEmpty());
        if (!broken.isEmpty()) {
            state.put("violation", broken);
        }
    }

    private ObjectNode snapshot() {
        ObjectNode out = JSON.createObjectNode();
        states(form.getMainInstance().getRoot(), "", out);
        return out;
    }

    private IAnswerData answer(TreeElement node, String path, String value) {
        if (value.isEmpty()) {
            return null;
        }
        if (one.contains(path)) {
            return new SelectOneData(new Selection(value));
        }
        if (many.contains(path)) {
            List<Selection> chosen = new ArrayList<>();
            for (String word : value.trim().split("\\s+")) {
                chosen.add(new Selection(word));
            }
            return new MultipleItemsData(chosen);
        }
        return AnswerDataFactory.templateByDataType(node.getDataType()).cast(new UncastData(value));
    }

    private double act(String where, String value) {
        long before = System.nanoTime();
        if (where.equals("+")) {
            scenario.createNewRepeat(value);
        } else if (where.equals("-")) {
            scenario.removeRepeat(value);
        } else if (where.equals("lang")) {
            scenario.setLanguage(value);
        } else {
            TreeReference reference = Scenario.getRef(where);
            for (int i = 0; i < reference.size(); i++) {
                if (reference.getMultiplicity(i) == TreeReference.INDEX_UNBOUND) {
                    reference.setMultiplicity(i, 0);
                }
            }
            TreeElement node = form.getMainInstance().resolveReference(reference);
            String path = generic(reference);
            IAnswerData data = answer(node, path, value);
            before = System.nanoTime();
            form.setValue(data, reference, node, true);
            if (counts.contains(path)) {
                walk();
            } else if (!counts.isEmpty()) {
                double taken = (System.nanoTime() - before) / 1e6;
                walk(); // an answer may have made a counted repeat relevant; not part of the answer
                return taken;
            }
        }
        return (System.nanoTime() - before) / 1e6;
    }

    private void walk() {
        FormEntryController controller = scenario.getFormEntryController();
        controller.jumpToIndex(org.javarosa.core.model.FormIndex.createBeginningOfFormIndex());
        while (controller.stepToNextEvent() != FormEntryController.EVENT_END_OF_FORM) {
            // every step may create a counted instance
        }
    }

    private static ObjectNode run(File file, JsonNode steps, boolean states) throws Exception {
        ObjectNode out = JSON.createObjectNode();
        long begun = System.nanoTime();
        FormDef form = Scenario.createFormDef(file);
        Drive drive = new Drive(form);
        out.put("ready_ms", (System.nanoTime() - begun) / 1e6);
        if (states) {
            out.set("initial", drive.snapshot());
        }
        ArrayNode done = out.putArray("steps");
        List<Double> spent = new ArrayList<>();
        for (JsonNode step : steps) {
            ObjectNode record = done.addObject();
            try {
                spent.add(drive.act(step.get(0).asText(), step.get(1).asText()));
            } catch (RuntimeException fault) {
                record.put("error", fault.toString());
            }
            if (states) {
                record.set("states", drive.snapshot());
            }
        }
        Collections.sort(spent);
        if (!spent.isEmpty()) {
            out.put("p50", spent.get(spent.size() / 2));
            out.put("p95", spent.get((int) (spent.size() * 0.95)));
        }
        return out;
    }

    private static void filesBeside(File folder) {
        ReferenceManager manager = ReferenceManager.instance();
        manager.reset();
        for (String host : new String[] {"file", "file-csv", "images", "audio", "video"}) {
            manager.addReferenceFactory(new Beside(host, folder));
        }
    }

    public static void main(String[] arguments) throws Exception {
        PrintStream answers = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        boolean states = !arguments[0].equals("--times");
        for (int i = states ? 0 : 1; i + 1 < arguments.length; i += 2) {
            File file = new File(arguments[i]).getAbsoluteFile();
            filesBeside(file.getParentFile());
            ObjectNode out;
            try {
                out = run(file, JSON.readTree(new File(arguments[i + 1])), states);
            } catch (Throwable fault) {
                out = JSON.createObjectNode().put("fault", fault.toString());
            }
            answers.println(JSON.writeValueAsString(out));
            answers.flush();
        }
        System.exit(0);
    }

    /** Files named jr://HOST/NAME lie beside the form. */
    private static final class Beside implements ReferenceFactory {
        private final String scheme;
        private final File folder;

        Beside(String host, File folder) {
            this.scheme = "jr://" + host + "/";
            this.folder = folder;
        }

        @Override
        public boolean derives(String address) {
            return address.startsWith(scheme);
        }

        @Override
        public Reference derive(String address, String context) {
            return derive(address);
        }

        @Override
        public Reference derive(String address) {
            File file = new File(folder, address.substring(scheme.length()));
            return new Reference() {
                @Override public boolean doesBinaryExist() { return file.exists(); }
                @Override public InputStream getStream() throws java.io.IOException { return new FileInputStream(file); }
                @Override public String getURI() { return address; }
                @Override public String getLocalURI() { return file.getPath(); }
                @Override public boolean isReadOnly() { return true; }
                @Override public OutputStream getOutputStream() { return new ByteArrayOutputStream(); }
                @Override public void remove() { }
                @Override public Reference[] probeAlternativeReferences() { return new Reference[0]; }
            };
        }
    }
}
