import { ButtonLink } from "./button";

type PaginationProps = {
  /** Address of the page before; absent at the beginning. */
  newer?: string;
  /** Address of the page after; absent at the end. */
  older?: string;
  /** "25 of 10,000". */
  summary?: string;
  words?: { newer: string; older: string };
};

/** Steps through a keyset-paged list; nothing at all when everything fits on one page. */
export function Pagination({ newer, older, summary, words = { newer: "Newer", older: "Older" } }: PaginationProps) {
  if (!newer && !older) return summary ? <p className="text-xs text-ink-soft tabular-nums">{summary}</p> : null;
  return (
    <nav aria-label="Pages" className="flex items-center gap-2">
      {summary && <p className="me-auto text-xs text-ink-soft tabular-nums">{summary}</p>}
      {newer && (
        <ButtonLink href={newer} rel="prev" size="small">
          {words.newer}
        </ButtonLink>
      )}
      {older && (
        <ButtonLink href={older} rel="next" size="small">
          {words.older}
        </ButtonLink>
      )}
    </nav>
  );
}
