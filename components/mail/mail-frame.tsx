type MailFrameProps = {
  /** Read aloud before the content: "Approval requested, in dark clients". */
  title: string;
  html: string;
  /** Whether its links may be followed, in a tab of their own; previews lead nowhere. */
  links?: boolean;
};

/**
 * A mail as a client shows it, in a frame of an origin of its own: no cookies, no forms, no way to the page.
 * `allow-scripts` lets accessibility checks look inside; a script of the mail's would still need the nonce
 * of the page's content policy, which the frame inherits.
 */
export function MailFrame({ title, html, links = false }: MailFrameProps) {
  return (
    <iframe
      title={title}
      srcDoc={html}
      sandbox={links ? "allow-scripts allow-popups allow-popups-to-escape-sandbox" : "allow-scripts"}
      className="h-[60rem] w-full rounded-sheet border border-line"
    />
  );
}

/** The text twin, in a face of one width. */
export function MailText({ children }: { children: string }) {
  return (
    <section aria-label="Text" className="overflow-x-auto rounded-sheet border border-line bg-sheet p-4 sm:p-6">
      <pre className="font-mono text-xs whitespace-pre-wrap wrap-anywhere">{children}</pre>
    </section>
  );
}
