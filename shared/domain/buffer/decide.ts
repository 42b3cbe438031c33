import { unreachable } from '../../kernel/unreachable.js';
import type { BufferCommand } from '../commands.js';
import type { Ask, Decision } from '../deed.js';
import type { SiteState } from '../site.js';
import { decideCoverAnswer, decideCoverOptIn } from './decide-cover.js';
import { decideAllowAsking, decideCheckIn, decideConfirm, decideEarlyReturn, decideWithdraw } from './decide-own.js';
import { decidePauseEnd, decidePauseTake } from './decide-pause.js';
import { decideReliefAsk, decideReliefGive } from './decide-relief.js';
import { decideRequest } from './decide-request.js';
import { decideAskCover, decideAskHelp, decideAssignPost, decideCancel, decideDecide, decideReview } from './decide-staffing.js';

/** What people may wish for around a buffer shift (B.4). */
export function decideBuffer(site: Readonly<SiteState>, command: BufferCommand, ask: Ask): Decision {
  switch (command.type) {
    case 'buffer.request':
      return decideRequest(site, command, ask);
    case 'buffer.withdraw':
      return decideWithdraw(site, command, ask);
    case 'buffer.decide':
      return decideDecide(site, command, ask);
    case 'buffer.review':
      return decideReview(site, command, ask);
    case 'buffer.assign-post':
      return decideAssignPost(site, command, ask);
    case 'buffer.ask-cover':
      return decideAskCover(site, command, ask);
    case 'buffer.confirm':
      return decideConfirm(site, command, ask);
    case 'buffer.early-return':
      return decideEarlyReturn(site, command, ask);
    case 'buffer.check-in':
      return decideCheckIn(site, command, ask);
    case 'buffer.allow-asking':
      return decideAllowAsking(site, command, ask);
    case 'buffer.ask-help':
      return decideAskHelp(site, command, ask);
    case 'buffer.cancel':
      return decideCancel(site, command, ask);
    case 'cover.answer':
      return decideCoverAnswer(site, command, ask);
    case 'cover.opt-in':
      return decideCoverOptIn(site, command, ask);
    case 'relief.ask':
      return decideReliefAsk(site, command, ask);
    case 'relief.give':
      return decideReliefGive(site, command, ask);
    case 'micro-pause.take':
      return decidePauseTake(site, command, ask);
    case 'micro-pause.end':
      return decidePauseEnd(site, command, ask);
    default:
      return unreachable(command);
  }
}
