import bisect
import heapq
h = []
for n in [5, 1, 4, 2, 3]:
    heapq.heappush(h, n)
print(h, [heapq.heappop(h) for _ in range(5)], heapq.nsmallest(2, [3, 1, 2]), heapq.nlargest(2, [3, 1, 2]))
# expect: [] [1, 2, 3, 4, 5] [1, 2] [3, 2]
a = [1, 3, 5]
bisect.insort(a, 4)
print(a, bisect.bisect(a, 3), bisect.bisect_left(a, 3))  # expect: [1, 3, 4, 5] 2 1
