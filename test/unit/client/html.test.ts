import { describe, expect, it } from 'vitest';
import { webviewHtml } from '../../../client/src/webviews/html';

const page = {
  title: 'History of <script>alert("x")</script>',
  cspSource: "'self' https://*.example-cdn.net",
  script: 'https://a.example-cdn.net/results.js?a=1&b="',
  styles: ['https://a.example-cdn.net/results.css'],
};

describe('the page of a webview', () => {
  it('holds no markup but its own', () => {
    const html = webviewHtml(page);
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).toContain('results.js?a=1&amp;b=&quot;');
  });

  it('lets only its own script run, by a nonce that is new each time', () => {
    const policy = (html: string): string => /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
    const html = webviewHtml(page);
    expect(policy(html)).toMatch(/^default-src 'none'; script-src 'nonce-[0-9a-f]{32}'; /);
    expect(policy(html)).not.toMatch(/unsafe|\*;|http:/);
    const nonce = /'nonce-([0-9a-f]+)'/.exec(html)?.[1];
    expect(html).toContain(`<script nonce="${nonce}"`);
    expect(webviewHtml(page)).not.toBe(html);
  });
});
