// Prints what ontology files violate of OWL 2 DL and of OWL 2 RL, one violation a line, by the checkers of the OWL API.
import java.io.File;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.profiles.OWL2DLProfile;
import org.semanticweb.owlapi.profiles.OWL2RLProfile;
import org.semanticweb.owlapi.profiles.OWLProfile;
import org.semanticweb.owlapi.profiles.OWLProfileViolation;

public class Profiles {
    public static void main(String[] arguments) throws Exception {
        for (String file : arguments) {
            OWLOntology ontology =
                OWLManager.createOWLOntologyManager().loadOntologyFromOntologyDocument(new File(file));
            System.out.println(file + "\taxioms\t" + ontology.getAxiomCount() + "\t");
            for (OWLProfile profile : new OWLProfile[] {new OWL2DLProfile(), new OWL2RLProfile()}) {
                for (OWLProfileViolation violation : profile.checkOntology(ontology).getViolations()) {
                    String name = profile.getClass().getSimpleName();
                    String kind = violation.getClass().getSimpleName();
                    String text = violation.toString().replace('\n', ' ').replace('\t', ' ');
                    System.out.println(file + "\t" + name + "\t" + kind + "\t" + text);
                }
            }
        }
    }
}
