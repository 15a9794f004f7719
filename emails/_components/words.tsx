import type { ReactNode } from "react";
import { Button as EmailButton, Heading, Link, Text } from "react-email";
import { light } from "./tokens";

/** The sentence that matters, first on the sheet and the only heading of the mail. */
export function Lead({ children }: { children: ReactNode }) {
  return (
    <Heading as="h1" className="ink" style={lead}>
      {children}
    </Heading>
  );
}

/** An ordinary sentence below the lead. */
export function Line({ children }: { children: ReactNode }) {
  return (
    <Text className="ink" style={line}>
      {children}
    </Text>
  );
}

/** A remark that may be skipped. */
export function Aside({ children }: { children: ReactNode }) {
  return (
    <Text className="soft" style={aside}>
      {children}
    </Text>
  );
}

/** What somebody else wrote: a name, a title. Isolated, so right-to-left text cannot reorder ours. */
export function Theirs({ children }: { children: string }) {
  return <bdi>{children}</bdi>;
}

/** The title of a request or an offer within a sentence. */
export function Title({ children }: { children: string }) {
  return (
    <bdi>
      <em>{children}</em>
    </bdi>
  );
}

/** A reason or a message in the writer's own words, line breaks kept. */
export function Quote({ by, children }: { by: string; children: string }) {
  return (
    <blockquote className="line" style={quote}>
      <Text className="soft" style={{ ...aside, margin: 0 }}>
        <bdi>{by}</bdi>:
      </Text>
      <Text dir="auto" className="ink" style={words}>
        {children}
      </Text>
    </blockquote>
  );
}

/** The one thing to press. The address stands below it too, for clients that show no buttons. */
export function Button({ href, children }: { href: string; children: string }) {
  return (
    <>
      <EmailButton href={href} className="button" style={button}>
        {children}
      </EmailButton>
      <Text className="soft" style={address}>
        Or open{" "}
        <Link
          href={href}
          className="link"
          style={{ color: light.action, textDecoration: "underline", wordBreak: "break-all" }}
        >
          {href}
        </Link>
      </Text>
    </>
  );
}

// A mail address or a 120-character title without a space must not widen the column on a phone.
const anywhere = { overflowWrap: "anywhere" as const };
const lead = {
  ...anywhere,
  margin: "0 0 16px",
  color: light.ink,
  fontSize: "20px",
  lineHeight: "27px",
  fontWeight: 600,
};
const line = { ...anywhere, margin: "0 0 16px", color: light.ink, fontSize: "16px", lineHeight: "24px" };
const aside = { ...anywhere, margin: "0 0 16px", color: light.inkSoft, fontSize: "14px", lineHeight: "21px" };
const quote = { margin: "0 0 20px", padding: "2px 0 2px 16px", borderLeft: `3px solid ${light.line}` };
const words = {
  ...anywhere,
  margin: 0,
  color: light.ink,
  fontSize: "16px",
  lineHeight: "24px",
  whiteSpace: "pre-wrap" as const,
};
const button = {
  backgroundColor: light.action,
  color: light.onAction,
  borderRadius: "6px",
  padding: "13px 22px",
  margin: "4px 0 10px",
  fontSize: "16px",
  fontWeight: 600,
};
const address = { margin: "0 0 16px", color: light.inkSoft, fontSize: "13px", lineHeight: "19px" };
