import { light } from "./tokens";

/**
 * The two strokes and the word. Set as text: clients strip inline SVG, and an image would be blocked,
 * or fetched from a server that then knows who reads.
 */
export function Mark() {
  return (
    <table role="presentation" cellPadding={0} cellSpacing={0} border={0} style={{ margin: "0 0 12px 8px" }}>
      <tbody>
        <tr>
          <td aria-hidden="true" className="ink" style={{ ...stroke, color: light.ink }}>
            /
          </td>
          <td aria-hidden="true" className="stamp" style={{ ...stroke, color: light.stamp }}>
            /
          </td>
          <td className="ink" style={word}>
            Countersign
          </td>
        </tr>
      </tbody>
    </table>
  );
}

const stroke = { paddingRight: "1px", fontSize: "20px", lineHeight: "20px", fontWeight: 700 };
const word = { paddingLeft: "7px", color: light.ink, fontSize: "16px", lineHeight: "20px", fontWeight: 600 };
