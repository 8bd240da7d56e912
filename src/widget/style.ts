// A constructable stylesheet, because a shop's content security policy may forbid style elements and attributes.
const css = `
:host{all:initial!important;position:fixed!important;z-index:2147483000!important;inset:auto 20px 20px auto!important;
color-scheme:light dark!important;direction:ltr!important;
--sheet:light-dark(#fff,#221e1a);--line:light-dark(#e9e4da,#3a332b);--field:light-dark(#948979,#857a6c);--soft:light-dark(#f1ede5,#2b2621);
--ink:light-dark(#221d17,#f2ece3);--ink-2:light-dark(#6b6257,#b8ad9f);--ink-3:light-dark(#6f655b,#a2978a);
--function:light-dark(#1f6f6b,#6cc3bc);--function-soft:light-dark(#e3f0ee,#1d3533);--on:light-dark(#fff,#0d1f1e);
--essence-soft:light-dark(#fbf0dc,#3a2c14);--essence-ink:light-dark(#85550d,#f0c377);
font:15px/1.5 Inter,system-ui,sans-serif!important;color:var(--ink)!important}
@media print{:host{display:none!important}}
*{box-sizing:border-box;margin:0}
button,input,textarea{font:inherit;color:inherit}
button{cursor:pointer}
:focus-visible{outline:2px solid var(--function);outline-offset:2px}
[hidden]{display:none!important}
.said{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
svg{width:26px;height:26px;fill:none;stroke:currentColor;stroke-width:1.9;stroke-linecap:round;stroke-linejoin:round;display:block}
.launch{width:58px;height:58px;border-radius:50%;border:1px solid transparent;background:var(--function);color:var(--on);display:grid;place-items:center;position:relative;
box-shadow:0 1px 2px #0003,0 6px 22px #0004}
.launch:hover{filter:brightness(1.06)}
.launch:focus-visible{outline-offset:3px}
.badge{position:absolute;top:-5px;right:-5px;min-width:23px;height:23px;padding:0 6px;border-radius:12px;background:var(--ink);color:var(--sheet);border:2px solid var(--sheet);
font-size:12.5px;line-height:19px;font-weight:650;text-align:center;font-variant-numeric:tabular-nums}
dialog{position:absolute;inset:auto 0 72px auto;width:390px;height:min(720px,calc(100dvh - 112px));max-width:none;max-height:none;padding:0;
background:var(--sheet);color:var(--ink);border:1px solid var(--line);border-radius:22px;overflow:hidden;overscroll-behavior:contain;
box-shadow:0 1px 2px #0002,0 8px 34px light-dark(#0003,#000a)}
dialog[open]{display:flex;flex-direction:column;animation:rise .16s ease-out}
dialog:focus{outline:none}
dialog::backdrop{background:none}
@keyframes rise{from{opacity:0;translate:0 10px}}
header{padding:16px 14px 13px 20px;border-bottom:1px solid var(--line);display:flex;gap:12px;align-items:center}
header div{flex:1;min-width:0}
.face{width:40px;height:40px;border-radius:50%;background:var(--function-soft);color:var(--function);display:grid;place-items:center;font-weight:650;flex:none}
h2{font-size:17px;letter-spacing:-.01em;font-weight:650;line-height:1.35;overflow-wrap:anywhere}
header p{font-size:13px;color:var(--ink-2)}
.icon{width:40px;height:40px;border:0;border-radius:10px;background:none;color:var(--ink-2);display:grid;place-items:center;flex:none}
.icon:hover{background:var(--soft)}
.icon svg{width:20px;height:20px}
.log{padding:18px 20px;display:flex;flex-direction:column;gap:10px;flex:1;overflow-y:auto;overscroll-behavior:contain;min-height:0}
.log:focus-visible{outline-offset:-3px}
.log>:first-child{margin-top:auto}
.row{display:flex;flex-direction:column;gap:5px;align-items:flex-start;max-width:100%}
.row.mine{align-items:flex-end}
.row.tight{margin-bottom:-5px}
.m{max-width:80%;padding:9px 13px;border-radius:16px;border:1px solid transparent;background:var(--soft);border-bottom-left-radius:5px;white-space:pre-wrap;overflow-wrap:anywhere}
.mine .m{background:var(--function);color:var(--on);border-bottom-left-radius:16px;border-bottom-right-radius:5px}
.m a{color:inherit;text-underline-offset:2px;unicode-bidi:isolate}
.waits .m{background:none;border:1px dashed var(--function);color:var(--ink)}
.file{max-width:80%;padding:8px 13px;border:1px solid var(--line);border-radius:12px;overflow-wrap:anywhere;font-size:14px}
.file a{color:var(--function);font-weight:550}
.by{font-size:12px;color:var(--ink-3)}
.day{align-self:center;font-size:12px;color:var(--ink-3);padding-top:4px}
.note{align-self:center;text-align:center;font-size:13px;color:var(--ink-2);padding:6px 14px;max-width:300px}
.told{align-self:center;text-align:center;font-size:13px;color:var(--ink-2);background:var(--function-soft);border-radius:12px;padding:7px 14px;max-width:92%;display:grid;gap:7px;justify-items:center}
.told .pair{justify-content:center}
.dots{display:flex;align-items:center;gap:8px;font-size:12px;color:var(--ink-3)}
.dots>:first-child{display:flex;gap:4px;padding:12px 13px;border-radius:16px;border-bottom-left-radius:5px;background:var(--soft)}
.dots i{width:6px;height:6px;border-radius:50%;background:var(--ink-3);animation:beat 1.2s infinite}
.dots i:nth-child(2){animation-delay:.15s}.dots i:nth-child(3){animation-delay:.3s}
@keyframes beat{30%{opacity:.3;translate:0 -2px}}
.btn{border:1px solid var(--field);background:var(--sheet);border-radius:10px;padding:8px 14px;font-weight:550}
.btn:hover{background:var(--soft)}
.go{background:var(--function);border-color:var(--function);color:var(--on)}
.go:hover{background:var(--function);filter:brightness(1.06)}
.small{padding:4px 11px;font-size:13.5px}
.survey{max-height:min(56dvh,460px);overflow-y:auto;overscroll-behavior:contain;scroll-padding-bottom:56px}
.survey .ends{position:sticky;bottom:0;gap:6px;border-top:1px solid var(--line);background:var(--sheet);padding:8px 0 4px}
.survey .ends .btn{padding:4px 8px}
.survey .scale{display:grid;grid-template-columns:repeat(11,1fr);gap:3px}
.survey .scale .btn{padding:4px 0;text-align:center}
.aside{display:none!important}
fieldset{border:0;padding:0;min-width:0;display:grid;gap:5px}
legend{padding:0;margin-bottom:5px;color:var(--ink);font-weight:550}
.survey label{color:var(--ink);font-weight:550}
.survey label input{font-weight:400}
.fine{font-size:12.5px;color:var(--ink-2)}
[aria-pressed=true]{background:var(--function-soft);border-color:var(--function);color:var(--function);font-weight:650}
.pair{display:flex;gap:8px;flex-wrap:wrap}
.to-end{position:absolute;left:50%;translate:-50% 0;bottom:100%;margin-bottom:10px;border-radius:20px;box-shadow:0 2px 10px #0003;padding:5px 14px;font-size:13.5px;white-space:nowrap}
.foot{position:relative;border-top:1px solid var(--line)}
.who{padding:13px 16px 0;display:grid;gap:9px;font-size:13.5px;color:var(--ink-2)}
.who .ask-who{display:flex;align-items:center;gap:8px}
.ask-who .plain{flex:1}
.own{display:block;margin:0 auto 10px;padding:2px 8px;font-size:13px}
.plain{border:0;background:none;padding:6px 0;text-align:start;color:var(--function);text-decoration:underline;text-underline-offset:2px}
.who label{display:grid;gap:2px;font-size:13px}
.who .both{display:grid;grid-template-columns:1fr 1fr;gap:8px}
input,textarea{border:1px solid var(--field);border-radius:12px;padding:9px 12px;background:var(--sheet);color:var(--ink);width:100%;min-width:0;font-size:15px;line-height:1.5}
.who input{padding:6px 10px;border-radius:10px}
::placeholder{color:var(--ink-3);opacity:1}
.wrong{color:var(--essence-ink);background:var(--essence-soft);border-radius:8px;padding:6px 10px;font-size:13px}
.status{margin:12px 16px 0}
.ask{padding:12px 16px;display:flex;gap:10px;align-items:flex-end}
textarea{resize:none;field-sizing:content;min-height:42px;max-height:min(180px,30dvh);flex:1;display:block}
.ask .btn{height:42px}
@media (max-width:480px){
dialog{position:fixed;inset:0;width:100%;height:100dvh;border:0;border-radius:0}
input,textarea{font-size:16px}}
@media (max-height:420px){dialog{height:calc(100dvh - 24px);bottom:-8px}}
@media (prefers-reduced-motion:reduce){*{animation:none!important}}
`

export function dress(root: ShadowRoot) {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  root.adoptedStyleSheets = [sheet]
}
