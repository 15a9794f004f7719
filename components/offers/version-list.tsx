import type { Difference } from "@/lib/offers/rules";
import { Differences } from "./differences";
import { Moment, type Reader } from "./moment";

export type VersionChange = { version: number; madeAt: Date; changes: readonly Difference[] };

/** What each modification changed, newest first; the first version changed nothing and needs no line. */
export function VersionList({ versions, reader }: { versions: readonly VersionChange[]; reader: Reader }) {
  return (
    <ol className="grid gap-5">
      {versions
        .filter((each) => each.version > 1)
        .toReversed()
        .map(({ version, madeAt, changes }) => (
          <li key={version}>
            <h3 className="mb-2 font-medium">
              Version {version}{" "}
              <span className="text-xs font-normal text-ink-soft">
                <Moment at={madeAt} reader={reader} exact />
              </span>
            </h3>
            <Differences rows={changes} />
          </li>
        ))}
    </ol>
  );
}
