import { effectOf } from '../../features/effects';
import { EFFECTS, type EffectsParams, type EffectsResult } from '../../protocol';
import { sparkVersionOf } from '../../sql/spark-version';
import type { Provider } from '../provider';
import { safely } from '../runner';

/** What statements do, for whoever is about to run them: the extension parses no SQL. */
export const effects: Provider = {
  start({ connection, settings, log }) {
    connection.onRequest(EFFECTS, ({ texts }: EffectsParams) =>
      safely<EffectsResult>(log, EFFECTS, [], () => {
        const sparkVersion = sparkVersionOf(settings.get('sparkVersion'));
        return texts.map((text) => effectOf(text, { sparkVersion }));
      }),
    );
  },
};
