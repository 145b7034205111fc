/** The styles of the results panel for a page that is not ours alone: none of them reaches anything outside our outputs. */
import notebook from '../../../media/notebook.css';
import results from '../../../media/results.css';
import shared from '../../../media/webview.css';

const OUTPUT = '.lakehouse-output';

let adopted = false;

export function adoptStyles(): void {
  if (adopted) return;
  adopted = true;
  const sheets = [shared, results].map((text) => {
    const sheet = sheetOf(text);
    narrow(sheet.cssRules);
    return sheet;
  });
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, ...sheets, sheetOf(notebook)];
}

function sheetOf(text: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
}

/** Lets every rule match within our outputs only. (`@scope` would say it, but browsers differ on what stands above the scope.) */
function narrow(rules: CSSRuleList): void {
  for (const rule of rules) {
    if (rule instanceof CSSStyleRule) rule.selectorText = within(rule.selectorText);
    else if (rule instanceof CSSMediaRule) narrow(rule.cssRules);
  }
}

/** Of a list of selectors: the page becomes the output, what names the theme stays above it. */
function within(selectors: string): string {
  return selectors
    .split(/,(?![^(]*\))/)
    .map((selector) => selector.trim())
    .map((selector) => {
      if (/^(?::root|html|body)$/.test(selector)) return selector === ':root' ? OUTPUT : `${OUTPUT}-none`;
      const theme = /^\.vscode-[\w-]+ /.exec(selector)?.[0] ?? '';
      return `${theme}${OUTPUT} ${selector.slice(theme.length)}`;
    })
    .join(', ');
}
