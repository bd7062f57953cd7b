import { startServices } from '../support/services.ts';
import { describeFederation } from './suite.ts';

describeFederation('the hub as six services over HTTP, by the commands of docker-compose.yml', () =>
  startServices(),
);
