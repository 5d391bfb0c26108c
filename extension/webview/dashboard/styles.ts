/** How a stretch of a terminal's line is drawn, from the style in short that the sidecar gives it. Pure. */

export interface Drawn {
  /** Classes of the style sheet. */
  classes: string[];
  /** Colours that are no theme's. */
  color: string;
  background: string;
}

const STYLE = /^([BFHIRSU]*)(?:f(\d{1,2}|#[0-9a-f]{6}))?(?:g(\d{1,2}|#[0-9a-f]{6}))?$/;
const MOST = 15;

/** What is not understood is drawn as plain text. */
export function drawn(style: string): Drawn {
  const [, flags = '', fore = '', back = ''] = STYLE.exec(style) ?? [];
  const classes = [...flags].filter((flag) => flag !== 'R').map((flag) => `t${flag}`);
  const isReversed = flags.includes('R');
  const [front, behind] = isReversed ? [back || 'ground', fore || 'text'] : [fore, back];
  const own = (colour: string) => (colour.startsWith('#') ? colour : '');
  const themed = (kind: string, colour: string) => {
    if (colour && !own(colour) && !(Number(colour) > MOST)) classes.push(`${kind}${colour}`);
  };
  themed('f', front);
  themed('g', behind);
  return { classes, color: own(front), background: own(behind) };
}
