import './alerts.css';
import { useState } from 'react';
import type { RuleView } from '../../shared/protocol/views.js';
import { alertRuleMessages } from '../i18n/messages/alert-rules.js';
import { useFormats, useT } from '../i18n/provider.js';
import { Texts } from '../i18n/texts.js';
import { useCollection, useCommand, useConnection } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { metricValue } from './alert-text.js';
import { newRule } from './rule-draft.js';
import { RuleForm } from './rule-form.js';
import { useAlertText } from './use-alerts.js';

const bySubject = (all: ReadonlyMap<string, RuleView>): readonly RuleView[] =>
  [...all.values()].sort((a, b) => a.rule.subject.localeCompare(b.rule.subject) || (a.id < b.id ? -1 : 1));

/** What raises an alert, at which limits, and how often it led to something. */
export function RulesDialog({ canEdit, onClose }: { canEdit: boolean; onClose: () => void }) {
  return (
    <Texts of={alertRuleMessages}>
      <Rules canEdit={canEdit} onClose={onClose} />
    </Texts>
  );
}

function Rules({ canEdit, onClose }: { canEdit: boolean; onClose: () => void }) {
  const t = useT();
  const rules = useCollection('rule', bySubject);
  const [editing, setEditing] = useState<RuleView | 'new' | null>(null);
  return (
    <Dialog onClose={onClose} title={t('alert.rules')} closeLabel={t('common.close')}>
      {editing === null ? (
        <>
          <p className="t2">{t('alert.rules.what')}</p>
          <ul className="alert-rules">
            {rules.map((view) => (
              <RuleRow key={view.id} view={view} canEdit={canEdit} onEdit={() => setEditing(view)} />
            ))}
          </ul>
          {canEdit && <Button onClick={() => setEditing('new')}>{t('alert.rules.new')}</Button>}
        </>
      ) : (
        <RuleForm
          rule={editing === 'new' ? newRule(new Set(rules.map(({ id }) => id))) : editing.rule}
          isNew={editing === 'new'}
          isBuiltIn={editing !== 'new' && editing.isBuiltIn}
          onDone={() => setEditing(null)}
        />
      )}
    </Dialog>
  );
}

function RuleRow({ view, canEdit, onEdit }: { view: RuleView; canEdit: boolean; onEdit: () => void }) {
  const t = useT();
  const formats = useFormats();
  const tools = useAlertText();
  const send = useCommand();
  const isLocked = useConnection().state === 'stale';
  const { rule, raised, acted } = view;
  const side = t(rule.bad === 'above' ? 'alert.above' : 'alert.below');
  const limits = (
    [
      ['severity.watch', rule.warn],
      ['severity.breach', rule.critical],
    ] as const
  ).flatMap(([severity, value]) => (value === undefined ? [] : [`${t(severity)} ${side} ${metricValue(tools, rule.metric, value)}`]));
  return (
    <li>
      <label className="row">
        <input
          type="checkbox"
          checked={rule.enabled}
          disabled={!canEdit || isLocked}
          onChange={() => void send({ type: 'rule.set', rule: { ...rule, enabled: !rule.enabled } })}
        />
        <b className="grow">{formats.name(rule)}</b>
      </label>
      <p className="t2">{[t(`alert.metric.${rule.metric}`), ...limits].join(' · ')}</p>
      <p className="t3">
        {raised === 0 ? t('alert.rules.never') : t('alert.rules.worth', { raised, acted, share: formats.percent(acted / raised) })}
      </p>
      {canEdit && (
        <Button size="small" onClick={onEdit} aria-label={t('alert.rules.editOne', { name: formats.name(rule) })}>
          {t('alert.rules.edit')}
        </Button>
      )}
    </li>
  );
}
