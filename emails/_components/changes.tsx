import { Definition, Definitions } from "./facts";
import { light } from "./tokens";

/** One term that changed; `note` says in words what figures alone hide, such as "+18 %". */
export interface Change {
  label: string;
  before: string;
  after: string;
  note: string | null;
}

/** Old → new, the new value in bold. */
export function Changes({ rows }: { rows: readonly Change[] }) {
  return (
    <Definitions>
      {rows.map(({ label, before, after, note }) => (
        <Definition key={label} label={label}>
          <bdi className="soft" style={{ color: light.inkSoft }}>
            {before}
          </bdi>{" "}
          → <bdi style={{ fontWeight: 600 }}>{after}</bdi>
          {note ? ` (${note})` : null}
        </Definition>
      ))}
    </Definitions>
  );
}
