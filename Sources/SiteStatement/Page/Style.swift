/// How the page looks, on wide and narrow screens, in light and dark, and on paper.
enum Style {
    static let sheet: StaticString = """

        :root{color-scheme:light dark;--paper:#fff;--ink:#1c2128;--soft:#57606a;--line:#d8dee4;--tint:#f6f8fa;
        --accent:#0a58ca;--gain:#116b3c;--loss:#b3261e;--price:#b45309;--even:#57606a;--target:#1c2128;
        --commanded:#0f8b7d;--confirmed:#2f6fde;--metered:#a21caf;--band:#f6d98a;--energy:#2f9e63;--capacity:#2f6fde;
        --transmission:#8b5cf6;--costs:#e0695f}
        @media (prefers-color-scheme:dark){:root{--paper:#0f1319;--ink:#e3e8ee;--soft:#9aa5b1;--line:#2b333d;
        --tint:#171d25;--accent:#7ab2ff;--gain:#5fd08f;--loss:#ff8f85;--price:#f2a53c;--even:#9aa5b1;--target:#e3e8ee;
        --commanded:#3fc7b6;--confirmed:#6ea3ff;--metered:#e27cf0;--band:#5a4714;--energy:#3fb87a;--capacity:#5b91f5;
        --transmission:#a78bfa;--costs:#d9675d}}
        *{box-sizing:border-box}
        body{margin:0 auto;max-width:76rem;padding:2.5rem clamp(1rem,4vw,3rem);background:var(--paper);color:var(--ink);
        font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
        a{color:var(--accent)}
        p{max-width:46rem;margin:.6rem 0}
        code{font:.86em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
        header{border-bottom:3px solid var(--ink);padding-bottom:1.2rem}
        .kind{margin:0;color:var(--soft);font-size:.85rem;letter-spacing:.08em;text-transform:uppercase}
        h1{margin:.1rem 0 1rem;font-size:clamp(1.7rem,5vw,2.6rem);line-height:1.15;font-weight:650;
        overflow-wrap:anywhere}
        h1 span{margin-left:.6em;color:var(--soft);font-weight:400;white-space:nowrap}
        h2{margin:0 0 .6rem;font-size:1.35rem;font-weight:650}
        section{margin-top:2.6rem}
        nav{margin-top:1rem;font-size:.9rem}
        nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;margin:0;padding:0;list-style:none}
        dl{margin:0}
        dt{color:var(--soft);font-size:.82rem}
        dd{margin:0;overflow-wrap:anywhere}
        .facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(15rem,100%),1fr));gap:.8rem 2rem}
        #evidence .facts{grid-template-columns:1fr;margin:1rem 0}
        .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(11rem,100%),1fr));gap:.8rem}
        .figures>div{padding:.8rem 1rem;border:1px solid var(--line);border-radius:.5rem;background:var(--tint)}
        .figures dd{font-size:1.5rem;font-weight:650;line-height:1.25;font-variant-numeric:tabular-nums}
        .figures .unit{display:block;color:var(--soft);font-size:.82rem;font-weight:400}
        .gain{color:var(--gain)}.loss{color:var(--loss)}
        .known{margin:.7rem 0 -.4rem;color:var(--soft);font-size:.92rem}
        .scroll{margin:1rem 0;overflow-x:auto}
        .scroll:focus-visible,summary:focus-visible,a:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
        table{width:100%;border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}
        caption{padding-bottom:.3rem;font-weight:600;text-align:left}
        th,td{padding:.34rem .7rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
        th:first-child,td:first-child{padding-left:0}th:last-child,td:last-child{padding-right:0}
        thead th{color:var(--soft);font-size:.8rem;font-weight:600;vertical-align:bottom;border-bottom-color:var(--soft)}
        tbody th{font-weight:500}
        tfoot th,tfoot td{border-bottom:0;border-top:2px solid var(--ink);font-weight:650}
        .number,.dense td{text-align:right;white-space:nowrap}thead .number{white-space:normal}
        .dense td.text{text-align:left;white-space:normal}
        tr.noted>*{padding-bottom:0;border-bottom:0}tr.note td{padding-left:0;color:var(--soft);font-size:.86rem}
        tr.note div{position:sticky;left:0;width:fit-content;max-width:calc(100vw - 2.4rem)}
        #events-table-caption~tbody .text:nth-child(-n+3){white-space:nowrap}
        .unknown{color:var(--soft)}
        figure{margin:1.8rem 0 .6rem;break-inside:avoid}
        figcaption{margin-bottom:.5rem;font-weight:600}
        details{margin:.3rem 0 1.4rem}
        summary{cursor:pointer;color:var(--accent);font-size:.88rem}
        .plot{display:block;width:calc(100% - 84px);margin:8px 16px 30px 68px;overflow:visible}
        .plot text{fill:var(--soft);font-size:12px;font-variant-numeric:tabular-nums}
        .tick{text-anchor:end}.mark{text-anchor:middle}.plot .unit{font-weight:600;font-size:11px}
        .mark.last{text-anchor:end}
        .plot path,.legend path{fill:none;vector-effect:non-scaling-stroke}
        .rule{stroke:var(--line);stroke-width:1}.rule.zero{stroke:var(--soft)}
        .line{stroke-width:1.8;stroke-linejoin:round}
        .line.price{stroke:var(--price);stroke-width:2}.line.even{stroke:var(--even);stroke-dasharray:10 3 2 3}
        .line.target{stroke:var(--target);stroke-dasharray:7 4;stroke-width:1.6}
        .line.commanded{stroke:var(--commanded);stroke-dasharray:2 4;stroke-width:2.4}
        .line.confirmed{stroke:var(--confirmed)}.line.metered{stroke:var(--metered)}
        .line.frequency{stroke:var(--confirmed)}.line.threshold{stroke:var(--loss);stroke-dasharray:6 4}
        .line.recovery{stroke:var(--gain);stroke-dasharray:2 4}.line.net{stroke:var(--ink);stroke-width:3}
        .plot .area{fill:var(--confirmed);fill-opacity:.13}.plot .band{fill:var(--band);fill-opacity:.55}
        .plot .bar{stroke:none}.bar.energy{--c:var(--energy)}.bar.capacity{--c:var(--capacity)}
        .bar.transmission{--c:var(--transmission)}.bar.costs{--c:var(--costs)}
        .plot .bar{fill:var(--c)}.legend .bar{stroke:var(--c);stroke-width:9}
        .legend .band{stroke:var(--band);stroke-width:9}
        .legend{display:flex;flex-wrap:wrap;gap:.2rem 1.3rem;margin:0;padding:0 0 0 76px;list-style:none;
        color:var(--soft);font-size:.85rem}
        .legend svg{margin-right:.45em;vertical-align:.05em}
        .definitions{columns:2;column-gap:3rem}.definitions>div{break-inside:avoid;padding-bottom:.7rem}
        .definitions dt{color:var(--ink);font-size:.92rem;font-weight:600}.definitions dd{font-size:.92rem}
        .nothing{padding:2rem;border:1px solid var(--line);border-radius:.5rem;background:var(--tint)}
        footer{margin-top:3rem;padding-top:.6rem;border-top:1px solid var(--line);color:var(--soft);font-size:.88rem}
        @media (max-width:44rem){body{padding-top:1.4rem;font-size:15px}.minor{display:none}.definitions{columns:1}
        h1 span{display:block;margin-left:0}.figures{grid-template-columns:1fr 1fr}
        .figures dd{font-size:1.15rem}.plot{width:calc(100% - 76px);margin-right:8px}}
        @page{margin:14mm}
        @media print{:root{color-scheme:light;--paper:#fff;--ink:#000;--soft:#444;--line:#ccc;--tint:#fff;--accent:#000;
        --gain:#0b5a30;--loss:#9c1c15;--price:#a34708;--even:#555;--target:#000;--commanded:#0b7d70;--confirmed:#1f5fce;
        --metered:#8a1696;--band:#f6d98a;--energy:#2f9e63;--capacity:#2f6fde;--transmission:#8b5cf6;--costs:#e0695f}
        html{font-size:10.5px}
        body{max-width:none;padding:0;font-size:1rem;print-color-adjust:exact;-webkit-print-color-adjust:exact}
        nav,details:not([open]){display:none}section{margin-top:2rem}.scroll{overflow:visible}a{text-decoration:none}
        th,td{padding:.25rem .5rem}tr,.figures>div{break-inside:avoid}h2,section>p,thead tr,caption{break-after:avoid}
        tr.noted{break-after:avoid}tr.note div{position:static;max-width:none}
        .figures{grid-template-columns:repeat(5,1fr)}.figures dd{font-size:1.35rem}
        .plot{height:100px;margin-bottom:26px}.plot text{font-size:10px}#curtailments{break-before:page}
        #days .plot{height:170px}figure{margin-top:1.4rem}}

        """
}
