import { useT } from '../i18n/provider.js';
import type { ApiError } from '../live/api.js';
import { Button } from '../ui/button.js';
import { Skeleton } from '../ui/feedback.js';

/** In the place of what is still being read, or could not be: it never looks as if there were nothing. */
export function NotThere({ text, error, again }: { text: string; error: ApiError | null; again: () => void }) {
  const t = useT();
  if (error === null) return <Skeleton height={60} />;
  return (
    <p className="row s12" role="status">
      <span className="grow">{text}</span>
      <Button size="small" onClick={again}>
        {t('common.retry')}
      </Button>
    </p>
  );
}
