package io.countersign.protocol.kafka;

import io.countersign.protocol.ActionListener;
import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Ending;
import io.countersign.protocol.ProbedAction;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a listener's exceptions away from the protocol. */
final class CarefulListener implements ActionListener {

    private static final Logger LOG = LoggerFactory.getLogger(CarefulListener.class);

    private final ActionListener listener;

    CarefulListener(ActionListener listener) {
        this.listener = listener;
    }

    @Override
    public void began(ApprovedAction action) {
        carefully(() -> listener.began(action));
    }

    @Override
    public void ended(ApprovedAction action, Ending ending, Duration call) {
        carefully(() -> listener.ended(action, ending, call));
    }

    @Override
    public void probed(ProbedAction action, Ending answer) {
        carefully(() -> listener.probed(action, answer));
    }

    @Override
    public void leftAlone(ApprovedAction action, String group) {
        carefully(() -> listener.leftAlone(action, group));
    }

    @Override
    public void refused(String topic, String code) {
        carefully(() -> listener.refused(topic, code));
    }

    private static void carefully(Runnable notification) {
        try {
            notification.run();
        } catch (RuntimeException e) {
            LOG.warn("A listener threw.", e);
        }
    }
}
