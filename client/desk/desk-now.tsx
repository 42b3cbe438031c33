import type { BufferView } from '../../shared/protocol/buffer-views.js';
import type { AgentView } from '../../shared/protocol/views.js';
import { BufferCard } from './buffer-card.js';
import { CallsToday } from './calls-today.js';
import { CurrentCall } from './current-call.js';
import { Messages } from './inbox.js';
import { MyDay } from './my-day.js';
import { MyQueues } from './my-queues.js';
import { MyState } from './my-state.js';
import { PauseCard } from './pause.js';
import { Rest } from './rest.js';
import { Suggestion } from './suggestion.js';
import { TodayShift } from './today-shift.js';

/** What I do now: my state, my call, my day. Calm: no timer turns red here. */
export function DeskNow({ agent, buffer, onAsk }: { agent: AgentView; buffer: BufferView | undefined; onAsk: () => void }) {
  return (
    <>
      <Messages agentId={agent.id} />
      {buffer !== undefined && <BufferCard agent={agent} buffer={buffer} onAsk={onAsk} />}
      <PauseCard agent={agent} />
      <MyState agent={agent} />
      <TodayShift />
      <CurrentCall agent={agent} />
      <Suggestion agent={agent} buffer={buffer} onAsk={onAsk} />
      <Rest agent={agent} buffer={buffer} onAsk={onAsk} />
      <MyDay agentId={agent.id} handOverId={agent.visitId ?? null} />
      <MyQueues queueIds={agent.queueIds} />
      <CallsToday agentId={agent.id} handOverId={agent.visitId ?? null} />
    </>
  );
}
