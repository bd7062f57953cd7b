import { startTestHubAskedById } from '../support/door.ts';
import { startTestHub } from '../support/hub.ts';
import { describeFederation } from './suite.ts';

describeFederation('the hub in one process', () => startTestHub());
describeFederation('the hub in one process, with the executor of Apollo’s gateway', () =>
  startTestHub(10_000, undefined, 'stock'),
);
describeFederation('the hub in one process, asked by the ids of trusted documents', startTestHubAskedById);
