// 60 000 commands in two halves, so that they run beside each other; the rules are in the suite.
import { accountModelSuite } from './account-model.suite.js';

accountModelSuite(751, 1500);
