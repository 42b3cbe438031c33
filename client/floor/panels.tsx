import type { FigureWindow } from '../../shared/metrics/figure-windows.js';
import type { AgentView, QueueView, VisitView } from '../../shared/protocol/views.js';
import { floorPanelMessages } from '../i18n/messages/floor-panels.js';
import { Texts } from '../i18n/texts.js';
import { AgentPanel } from './agent-panel.js';
import { CallPanel } from './call-panel.js';
import { DefinitionPanel } from './definition-panel.js';
import type { Opened } from './floor-address.js';
import { QueuePanel } from './queue-panel.js';

/** What the side panel can show, with its texts: fetched once the floor itself is on screen. */
export function PanelContent({ open, window }: { open: Opened; window: FigureWindow }) {
  return (
    <Texts of={floorPanelMessages}>
      <Content open={open} window={window} />
    </Texts>
  );
}

function Content({ open, window }: { open: Opened; window: FigureWindow }) {
  switch (open.kind) {
    case 'queue':
      return <QueuePanel id={open.id as QueueView['id']} window={window} />;
    case 'call':
      return <CallPanel id={open.id as VisitView['id']} />;
    case 'agent':
      return <AgentPanel id={open.id as AgentView['id']} />;
    case 'metric':
      return <DefinitionPanel metric={open.metric} scope={open.scope as QueueView['id'] | 'site'} window={window} />;
  }
}
