import { Change } from "@/components/ui/change";
import { Notice } from "@/components/ui/notice";

type OvertakenProps = {
  /** who saved meanwhile, and when */
  by: string | null;
  changes: readonly { label: string; before: string; after: string }[];
  /** where the form is drawn anew */
  href: string;
  /** what was changed: "these settings were" */
  what?: string;
};

/** Somebody else saved between drawing the form and sending it: what they changed, and the way to see it. */
export function Overtaken({ by, changes, href, what = "these settings were" }: OvertakenProps) {
  return (
    <div role="alert">
      <Notice tone="warn" title={`Nothing was saved: ${what} changed meanwhile${by ? ` by ${by}` : ""}.`}>
        {changes.length > 0 && (
          <dl className="my-2 grid gap-1">
            {changes.map(({ label, before, after }) => (
              <div key={label} className="flex flex-wrap gap-x-3">
                <dt className="text-ink-soft">{label}</dt>
                <dd>
                  <Change before={before} after={after} />
                </dd>
              </div>
            ))}
          </dl>
        )}
        {/* A plain link: the whole page is fetched anew, the form included. */}
        <a href={href} className="text-action underline underline-offset-3">
          Load {what === "these settings were" ? "the current settings" : "it as it stands"}
        </a>{" "}
        and make your change there.
      </Notice>
    </div>
  );
}
