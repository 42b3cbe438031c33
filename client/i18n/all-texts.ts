import { actionMessages } from './messages/actions.js';
import { alertRuleMessages } from './messages/alert-rules.js';
import { alertMessages } from './messages/alerts.js';
import { appMessages } from './messages/app.js';
import { bufferMessages } from './messages/buffer.js';
import { commonMessages } from './messages/common.js';
import { contactMessages } from './messages/contact.js';
import { deskMessages } from './messages/desk.js';
import { escalationMessages } from './messages/escalations.js';
import { floorMessages } from './messages/floor.js';
import { floorActionMessages } from './messages/floor-actions.js';
import { floorPanelMessages } from './messages/floor-panels.js';
import { loginMessages } from './messages/login.js';
import { refusalMessages } from './messages/refusals.js';
import { rosterMessages } from './messages/roster.js';
import { shiftMessages } from './messages/shifts.js';
import { tvMessages } from './messages/tv.js';
import { wellbeingMessages } from './messages/wellbeing.js';

/**
 * Every text of the product, by screen: what keys there are, and what the tests read. Pages do not import it: the first screen brings
 * its own texts (`catalog.ts`), and parts that are loaded later bring theirs (`texts.tsx`).
 */
export const TEXTS = {
  common: commonMessages,
  app: appMessages,
  login: loginMessages,
  floor: floorMessages,
  floorPanels: floorPanelMessages,
  floorActions: floorActionMessages,
  tv: tvMessages,
  desk: deskMessages,
  refusals: refusalMessages,
  actions: actionMessages,
  escalations: escalationMessages,
  alerts: alertMessages,
  alertRules: alertRuleMessages,
  roster: rosterMessages,
  wellbeing: wellbeingMessages,
  buffer: bufferMessages,
  shifts: shiftMessages,
  contact: contactMessages,
};
