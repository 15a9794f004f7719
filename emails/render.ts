import { createElement } from "react";
import { type MailKind, type MailProps, registry } from "./index";
import { safeLine, safeProps } from "./safe-props";

/** A mail ready to be frozen in the outbox. */
export interface RenderedMail {
  /** One line, no control characters. */
  subject: string;
  html: string;
  text: string;
}

/** What the strictest clients expect; anything newer puts some of them into quirks mode. */
const doctype =
  '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">';

/**
 * Renders one mail. Pure: the same props give the same bytes, so a retry says the same thing.
 *
 * Static markup instead of react-email's `render()`: the templates are synchronous, and the stream
 * that `render()` opens for each mail costs four fifths of the time (decision 006). React's server
 * half is loaded when first needed, because a static import is refused in server components.
 *
 * @throws TypeError when an address among the props is not http(s)
 */
export async function renderMail<K extends MailKind>(kind: K, props: MailProps<K>): Promise<RenderedMail> {
  const { renderToStaticMarkup } = await import("react-dom/server");
  const { component, subject, text } = registry[kind];
  const safe = safeProps(props);
  return {
    subject: safeLine(subject(safe)),
    html: doctype + renderToStaticMarkup(createElement(component, safe)),
    text: text(safe),
  };
}
