import { Area, Bar, CartesianGrid, ComposedChart, Line, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import type { ChartProps, ChartSeries } from './chart.js';

/** The only file that knows recharts; loaded by `chart.tsx` on demand. Nothing moves by itself. */
export function RechartsChart({ points, series, formatX, formatY, target, maxY, height }: ChartProps) {
  return (
    <ResponsiveContainer width="100%" height={height}>
      <ComposedChart data={[...points]} margin={{ top: 8, right: 8, bottom: 0, left: 0 }} accessibilityLayer>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis dataKey="at" tickFormatter={formatX} tickLine={false} axisLine={{ stroke: 'var(--line-2)' }} minTickGap={32} />
        <YAxis width={44} tickFormatter={formatY} tickLine={false} axisLine={false} domain={[0, maxY ?? 'auto']} allowDecimals={false} />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: 'var(--line-2)', fill: 'var(--s-3)', fillOpacity: 0.4 }}
          content={({ active, payload, label }) =>
            active === true && payload.length > 0 ? (
              <div className="chart-tip">
                <b>{formatX(Number(label))}</b>
                {payload.map((entry) => (
                  <div key={String(entry.dataKey)}>
                    {entry.name} {entry.value === null || entry.value === undefined ? '–' : formatY(Number(entry.value))}
                  </div>
                ))}
              </div>
            ) : null
          }
        />
        {target !== undefined && (
          <ReferenceLine
            y={target.value}
            stroke="var(--target)"
            strokeDasharray="4 4"
            label={{ value: target.label, position: 'insideTopRight', fill: 'var(--tx-3)', fontSize: 11 }}
          />
        )}
        {series.map(drawSeries)}
      </ComposedChart>
    </ResponsiveContainer>
  );
}

function drawSeries(one: ChartSeries) {
  const common = { key: one.key, dataKey: one.key, name: one.label, isAnimationActive: false as const };
  const dash = one.dashed === true ? { strokeDasharray: '4 3' } : {};
  const { key, ...rest } = common;
  switch (one.kind) {
    case 'bar':
      return <Bar key={key} {...rest} fill={one.color} {...(one.stack === undefined ? {} : { stackId: one.stack })} />;
    case 'line':
      return <Line key={key} {...rest} stroke={one.color} strokeWidth={1.5} dot={false} connectNulls={false} {...dash} />;
    case 'area':
      return <Area key={key} {...rest} stroke={one.color} fill={one.color} fillOpacity={0.25} dot={false} connectNulls={false} {...dash} />;
  }
}
