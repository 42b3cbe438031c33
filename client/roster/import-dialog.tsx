import { useVirtualizer } from '@tanstack/react-virtual';
import { useId, useRef, useState } from 'react';
import type { ImportReport } from '../../shared/protocol/roster-http.js';
import { useT } from '../i18n/provider.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { useToast } from '../ui/toast.js';
import { sendImport } from './api.js';
import { faultText } from './fault-text.js';
import { ReasonField } from './reason-dialog.js';

const FAULT_PX = 30;
/** Soft rules, which a reason sets aside. */
const WARNED = 'labour-warning';

/** A roster from a file: first what is in it, line by line; then all of it, or the lines that are right. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const t = useT();
  const toast = useToast();
  const fileId = useId();
  const [file, setFile] = useState<File | null>(null);
  const [report, setReport] = useState<ImportReport | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [reason, setReason] = useState('');
  const run = async (from: File, mode: ImportReport['mode']) => {
    setBusy(true);
    setProblem(null);
    const answer = await sendImport(from, mode, reason.trim());
    setBusy(false);
    if (!answer.ok) return setProblem(t(answer.error.code === 'unreachable' ? 'roster.failedWhy' : 'roster.import.notRead'));
    setReport(answer.value);
    if (answer.value.applied === 0) return;
    toast({ kind: 'ok', title: t('roster.many.done', { n: answer.value.applied }) });
    onClose();
  };
  const isWarned = report?.counts.some(({ code }) => code === WARNED) === true;
  return (
    <Dialog onClose={onClose} title={t('roster.import.title')} closeLabel={t('common.close')}>
      <div className="rs-form">
        <div>
          <label className="label" htmlFor={fileId}>
            {t('roster.import.file')}
          </label>
          <input
            id={fileId}
            className="field lg"
            type="file"
            accept=".csv,text/csv"
            onChange={(event) => {
              const next = event.target.files?.[0] ?? null;
              setFile(next);
              setReport(null);
              if (next !== null) void run(next, 'check');
            }}
          />
          <p className="field-hint">{t('roster.import.format')}</p>
        </div>
        <div role="status">
          {isBusy && <p className="t2">{t('roster.sending')}</p>}
          {report !== null && !isBusy && <p>{t('roster.import.found', { good: report.good, bad: report.bad, same: report.unchanged })}</p>}
        </div>
        {problem !== null && (
          <p className="c-breach" role="alert">
            {problem}
          </p>
        )}
        {report !== null && report.faults.length > 0 && <Faults report={report} />}
        {report !== null && isWarned && <ReasonField value={reason} onChange={setReason} />}
        <footer className="rs-form-end">
          {file !== null && report !== null && report.good - report.unchanged > 0 && (
            <Button kind="primary" disabled={isBusy} onClick={() => void run(file, report.bad === 0 ? 'all' : 'good')}>
              {report.bad === 0 ? t('roster.import.all') : t('roster.import.good', { n: report.good - report.unchanged })}
            </Button>
          )}
          {file !== null && isWarned && (
            <Button disabled={isBusy || reason.trim() === ''} onClick={() => void run(file, 'check')}>
              {t('roster.import.again')}
            </Button>
          )}
          <Button onClick={onClose}>{t('roster.cancel')}</Button>
        </footer>
      </div>
    </Dialog>
  );
}

function Faults({ report }: { report: ImportReport }) {
  const t = useT();
  const scroller = useRef<HTMLDivElement>(null);
  const { faults } = report;
  const virtualizer = useVirtualizer({
    count: faults.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => FAULT_PX,
    overscan: 6,
    useFlushSync: false,
    initialRect: { width: 560, height: 240 },
  });
  const counted = report.counts.reduce((sum, { count }) => sum + count, 0);
  return (
    <>
      <ul className="rs-fault-counts">
        {report.counts.map(({ code, count }) => (
          <li key={code}>
            <b>{count}</b> {faultText(t, { code })}
          </li>
        ))}
      </ul>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section ref={scroller} className="rs-faults" tabIndex={0} aria-label={t('roster.import.faults')}>
        <ul style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const fault = faults[index];
            return fault === undefined ? null : (
              <li key={index} style={{ height: FAULT_PX, transform: `translateY(${start}px)` }}>
                <span className="t3">{t('roster.import.line', { n: fault.line })}</span>
                <span className="el">
                  {faultText(t, fault)}
                  {fault.detail !== undefined && <span className="t2"> {fault.detail}</span>}
                </span>
              </li>
            );
          })}
        </ul>
      </section>
      {counted > faults.length && <p className="t2 s12">{t('roster.publish.more', { n: counted - faults.length })}</p>}
    </>
  );
}
