import type { ReactNode } from "react";
import { MailFrame, MailText } from "@/components/mail/mail-frame";
import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";
import type { DigestPreview as Preview, PreviewLine } from "@/lib/digest/preview";

type DigestPreviewProps = {
  preview: Preview;
  /** the mail as it would go out; null where none would */
  mail: { subject: string; html: string; text: string } | null;
  /** "4 May 2026, 09:12 CDT" */
  asOf: string;
};

/** "What would I get now": the mail, why each line is in it, and what was looked at and left out. */
export function DigestPreview({ preview, mail, asOf }: DigestPreviewProps) {
  const { lines, acknowledged, resolved, leftOut, partial } = preview;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <Notice tone={mail ? "info" : "neutral"} title={preview.says}>
        As of {asOf}, for {preview.name} ({preview.email}). Nothing was sent or changed by looking.
      </Notice>
      {mail && (
        <section aria-label="The mail">
          <h3 className="mb-2 font-semibold wrap-anywhere">{mail.subject}</h3>
          <MailFrame title={mail.subject} html={mail.html} links />
          <details className="mt-3">
            <summary className="w-fit rounded-control text-ink-soft hover:text-ink">As text</summary>
            <div className="mt-2">
              <MailText>{mail.text}</MailText>
            </div>
          </details>
        </section>
      )}
      {lines.length > 0 && (
        <Part title="Why each line is there">
          {lines.map((line) => (
            <Line key={line.key} line={line} />
          ))}
        </Part>
      )}
      {acknowledged.length > 0 && (
        <Part title="Acknowledged, and so not in the mail">
          {acknowledged.map((line) => (
            <Line key={line.key} line={line} />
          ))}
        </Part>
      )}
      {resolved.length > 0 && (
        <Part title="Resolved since the last mail">
          {resolved.map(({ title, what }) => (
            <li key={`${title} ${what}`} className="py-2.5">
              <p className="font-medium wrap-anywhere">{title}</p>
              <p className="text-ink-soft">{what}</p>
            </li>
          ))}
        </Part>
      )}
      <Part title="Looked at and left out">
        {leftOut.length === 0 && <li className="py-2.5 text-ink-soft">Nothing was left out.</li>}
        {leftOut.map(({ section, title, about, reason }) => (
          <li key={`${section} ${title} ${about} ${reason}`} className="py-2.5">
            <p className="font-medium wrap-anywhere">{title}</p>
            <p className="text-ink-soft">
              {[section, about].filter(Boolean).join(" · ")}
              {section || about ? ": " : ""}
              {reason}
            </p>
          </li>
        ))}
        {partial && <li className="py-2.5 text-ink-soft">There is more; this list ends here.</li>}
      </Part>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="font-semibold">{title}</h3>
      <ul className="divide-y divide-line">{children}</ul>
    </section>
  );
}

function Line({ line }: { line: PreviewLine }) {
  const { why } = line;
  return (
    <li className="grid gap-1 py-3">
      <p className="text-xs text-ink-soft">
        {line.section} · {line.since}
      </p>
      <p>
        <TextLink href={line.href} className="font-medium wrap-anywhere">
          {line.title}
        </TextLink>
        {line.figure && <span className="text-ink-soft"> · {line.figure}</span>}
      </p>
      {line.about && <p className="text-ink-soft">{line.about}</p>}
      {line.also.length > 0 && <p className="text-ink-soft">Also: {line.also.join(", ")}</p>}
      {line.note && <p className="text-ink-soft">{line.note}</p>}
      {line.acknowledgedUntil && <p className="text-ink-soft">Acknowledged until {line.acknowledgedUntil}</p>}
      <p className="text-xs">
        {why.rule} <span className="text-ink-soft">As of {why.asOf}.</span>
      </p>
      {why.inputs.length > 0 && (
        <dl className="flex flex-wrap gap-x-4 text-xs">
          {why.inputs.map(({ label, value }) => (
            <div key={label} className="flex gap-1">
              <dt className="text-ink-soft">{label}:</dt>
              <dd className="tabular-nums">{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}
