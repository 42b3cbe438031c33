import { memoryRig } from './rigs.js';
import { describeLog } from './suite.js';

describeLog('the log in memory', memoryRig);
