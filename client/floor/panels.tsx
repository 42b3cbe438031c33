import './act.css';
import type { FigureWindow } from '../../shared/metrics/figure-windows.js';
import type { AgentView, QueueView, VisitView } from '../../shared/protocol/views.js';
import { actionMessages } from '../i18n/messages/actions.js';
import { floorActionMessages } from '../i18n/messages/floor-actions.js';
import { floorPanelMessages } from '../i18n/messages/floor-panels.js';
import { Texts } from '../i18n/texts.js';
import { AgentPanel } from './agent-panel.js';
import { BorrowPanel } from './borrow-panel.js';
import { CallPanel } from './call-panel.js';
import { DefinitionPanel } from './definition-panel.js';
import type { Opened } from './floor-address.js';
import { ManyPanel } from './many-panel.js';
import { QueuePanel } from './queue-panel.js';

/** What the side panel can show, with its texts: fetched once the floor itself is on screen. */
export function PanelContent({ open, window }: { open: Opened; window: FigureWindow }) {
  return (
    <Texts of={TEXTS}>
      <Content open={open} window={window} />
    </Texts>
  );
}

/** In its place while callers are chosen to be acted on together. */
export function ManyContent() {
  return (
    <Texts of={TEXTS}>
      <ManyPanel />
    </Texts>
  );
}

const TEXTS = { ...floorPanelMessages, ...floorActionMessages, ...actionMessages };

function Content({ open, window }: { open: Opened; window: FigureWindow }) {
  switch (open.kind) {
    case 'queue':
      return <QueuePanel id={open.id as QueueView['id']} window={window} />;
    case 'call':
      return <CallPanel id={open.id as VisitView['id']} />;
    case 'agent':
      return <AgentPanel id={open.id as AgentView['id']} />;
    case 'borrow':
      return <BorrowPanel id={open.id as QueueView['id']} />;
    case 'metric':
      return <DefinitionPanel metric={open.metric} scope={open.scope as QueueView['id'] | 'site'} window={window} />;
  }
}
