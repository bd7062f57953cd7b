import { startTestHub } from '../support/hub.ts';
import { describeFederation } from './suite.ts';

describeFederation('the hub in one process', () => startTestHub());
