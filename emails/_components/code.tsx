import { Text } from "react-email";
import { light } from "./tokens";

/** Figures to be read and typed elsewhere. */
export function Code({ children }: { children: string }) {
  return (
    <Text className="ink line" style={code}>
      {children}
    </Text>
  );
}

const code = {
  margin: "0 0 20px",
  padding: "10px 16px",
  border: `1px solid ${light.line}`,
  borderRadius: "6px",
  color: light.ink,
  fontFamily: "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace",
  fontSize: "28px",
  lineHeight: "36px",
  fontWeight: 600,
  letterSpacing: "0.08em",
};
