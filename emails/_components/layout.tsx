import type { ReactNode } from "react";
import { Body, Container, Head, Html, Preview } from "react-email";
import { Mark } from "./mark";
import { face, light, styleSheet } from "./tokens";

/**
 * One column of 600 px: a sheet on paper, the mark, then what the mail has to say.
 *
 * @param preview the line a mailbox shows beside the subject; its first 90 characters are used
 * @param footer a `Footer`, set on paper below the sheet
 */
export function Layout({ preview, footer, children }: { preview: string; footer: ReactNode; children: ReactNode }) {
  return (
    <Html lang="en">
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="format-detection" content="telephone=no, date=no, address=no, email=no" />
        {/* A constant of ours, never props: React would escape the quotes and brackets a rule needs. */}
        <style dangerouslySetInnerHTML={{ __html: styleSheet }} />
      </Head>
      <Preview>{[...preview].slice(0, 90).join("")}</Preview>
      <Body className="paper" style={body}>
        <Container style={column}>
          <Mark />
          <table role="presentation" width="100%" cellPadding={0} cellSpacing={0} border={0}>
            <tbody>
              <tr>
                <td className="sheet pad" style={sheet}>
                  {children}
                </td>
              </tr>
            </tbody>
          </table>
          {footer}
        </Container>
      </Body>
    </Html>
  );
}

const body = {
  margin: 0,
  padding: "24px 0",
  backgroundColor: light.paper,
  fontFamily: face,
  fontSize: "16px",
  lineHeight: "24px",
};
const column = { maxWidth: "600px", width: "100%", padding: "0 8px" };
const sheet = {
  backgroundColor: light.sheet,
  border: `1px solid ${light.line}`,
  borderRadius: "10px",
  padding: "28px 32px 12px",
};
